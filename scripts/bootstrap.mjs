// Behind `npm start` and `npm test`: needs nothing but Node 20 and its npm.
//
// This file alone keeps to syntax that Node 12 can read, so that an old Node
// gets a sentence and not a SyntaxError.
const major = Number(process.versions.node.split(".")[0]);

if (major < 20) {
  console.error(
    "Нужен Node.js 20 или новее, а здесь " +
      process.version +
      ".\nУстановите свежую версию с https://nodejs.org и повторите команду.",
  );
  process.exit(1);
} else {
  import("./bootstrap/main.mjs").then(({ main }) =>
    main(process.argv.slice(2)),
  );
}
