/**
 * Names another database in a connection string and keeps every other byte,
 * in each form that `pg` reads: `postgres://…`, `socket:/path?db=…`,
 * `/path name`, and a mere name.
 * @param url connection string
 * @param name made of letters, digits and _
 * @see https://github.com/brianc/node-postgres/tree/master/packages/pg-connection-string
 */
export function withDatabase(url: string, name: string): string {
  if (url.startsWith("/")) {
    const [path, , ...rest] = url.split(" ");
    return [path, name, ...rest].join(" ");
  }
  const [, scheme = "", host = "", path = "", query = "", hash = ""] =
    /^([a-z][a-z\d+.-]*:)?(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#[^]*)?$/i.exec(
      url,
    )!;
  if (/^socket:$/i.test(scheme)) {
    const kept = query.slice(1).split("&");
    const others = kept.filter((one) => one && !/^db(=|$)/.test(one));
    const all = [...others, `db=${name}`].join("&");
    return `${scheme}${host}${path}?${all}${hash}`;
  }
  // Without a scheme, a slash in front would make the name a path.
  return `${scheme}${host}${scheme && "/"}${name}${query}${hash}`;
}
