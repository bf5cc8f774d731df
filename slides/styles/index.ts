import "@fontsource-variable/golos-text";
import "@fontsource-variable/jetbrains-mono";
import "./palette.css";
import "./type.css";
import "./code.css";
import "./blocks.css";
import "./drawing.css";
import "./touch.css";
