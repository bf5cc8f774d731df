// Both keep a contrast of 4.5 to 1, comments included.
export default () => ({
  themes: {
    light: "github-light-high-contrast",
    dark: "github-dark-high-contrast",
  },
});
