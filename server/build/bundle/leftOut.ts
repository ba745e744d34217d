/** What of a package nobody reads at run time. By name where much is saved; the bundle's walk in the tests reads what is left. */

const EVERYWHERE = /\.(map|d\.[cm]?ts|tsbuildinfo)$|^(readme|changelog|history)[^/]*\.md$/i;

/** Paths within the package. @param system e.g. linux-x64 */
const BY_NAME = (system: string): Readonly<Record<string, RegExp>> => ({
  // two weights of the simplified Chinese face are drawn with (server/exports/pdf/fonts.ts)
  '@fontsource/noto-sans-sc': /^(?!package\.json$|LICENSE|files\/noto-sans-sc-chinese-simplified-(400|700)-normal\.woff$)/,
  'better-sqlite3': new RegExp(`^(deps|src)/|^binding\\.gyp$|^prebuilds/(?!${system}\\.node$)`),
  exceljs: /^dist\//,
  // the page asks for the bundle and its style (server/resources/openapi.ts)
  'swagger-ui-dist': /^(swagger-ui(-es-bundle|-es-bundle-core)?\.js|log\..*)$/,
  typeorm: /^browser\//,
});

/** @param path within the package, with / @returns whether it stays behind */
export function leftOut(system: string): (name: string, path: string) => boolean {
  const byName = BY_NAME(system);
  return (name, path) => EVERYWHERE.test(path) || (byName[name]?.test(path) ?? false);
}
