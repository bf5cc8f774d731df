import { currentPlace } from "../lecture/following.ts";

/** As much as is needed of a vue-router's route. */
type Route = {
  path: string;
  redirect?: unknown;
};
type Location = { query: Record<string, unknown> };

/**
 * An address that names no slide leads to where the lecture is. Slidev takes
 * it for the first slide, and a presenter there would reset the lecture.
 */
export default (routes: Route[]): Route[] =>
  routes.map((route) => {
    const first = (route.redirect as { path?: string } | undefined)?.path;
    if (!first?.endsWith("/1")) return route;
    const redirect = ({ query }: Location) => {
      const place = currentPlace();
      if (!place) return first;
      const { page, clicks } = place;
      return {
        path: first.replace(/1$/, String(page)),
        query: { ...query, clicks: clicks ? String(clicks) : undefined },
      };
    };
    return { ...route, redirect };
  });
