/** What the phone's page is made of, found at build time: it is kept on the phone, and it must stay small. */

import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

const PAGES = ["src/phone/PhonePage.vue", "src/shared/SignInPage.vue"];
const MOST_BYTES = 300_000;

interface Shell {
  plugin: Plugin;
  /** False for what only other pages load. */
  isNeeded(file: string): boolean;
}

export function phoneShell(): Shell {
  let needed = new Set<string>();
  const plugin: Plugin = {
    name: "phone-shell",
    apply: "build",
    generateBundle(_options, bundle) {
      needed = filesOf(bundle);
      const bytes = [...needed].reduce((sum, file) => sum + packed(bundle[file]), 0);
      if (bytes > MOST_BYTES) this.error(`the phone loads ${bytes} bytes, packed: more than ${MOST_BYTES}`);
      console.warn(`The phone loads ${Math.round(bytes / 1000)} kB of scripts and styles, packed.`);
    },
  };
  return { plugin, isNeeded: (file) => !file.startsWith("assets/") || needed.has(file) };
}

/** The entry with all it imports, and the phone's pages with all they import, at once or later. */
function filesOf(bundle: Rolldown.OutputBundle): Set<string> {
  const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set<string>();
  const follow = (chunk: Rolldown.OutputChunk | undefined, andLater: boolean): void => {
    if (!chunk || found.has(chunk.fileName)) return;
    found.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
    for (const next of [...chunk.imports, ...(andLater ? chunk.dynamicImports : [])])
      follow(byFile.get(next), andLater);
  };
  for (const chunk of chunks) if (chunk.isEntry) follow(chunk, false);
  for (const chunk of chunks) if (PAGES.some((page) => chunk.facadeModuleId?.endsWith(page))) follow(chunk, true);
  return found;
}

function packed(file: Rolldown.OutputChunk | Rolldown.OutputAsset | undefined): number {
  if (!file) return 0;
  return gzipSync(file.type === "chunk" ? file.code : file.source).length;
}
