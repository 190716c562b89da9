/** The files that a release is judged by, as they stand in the repository. */
export interface ReleaseFiles {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly jsr: Readonly<Record<string, unknown>>;
  readonly changelog: string;
  /** Names of the files in .changeset/ that no version holds yet. */
  readonly changesets: readonly string[];
}

/** What stands between these files and a release, in the words of who has to mend it. None: it can go out. */
export function hindrances({ manifest, jsr, changelog, changesets }: ReleaseFiles, tag?: string): readonly string[] {
  const version = String(manifest.version);
  const found: (string | false)[] = [
    ...["repository", "homepage", "bugs"].map(
      (key) => manifest[key] === undefined && `package.json has no "${key}": set it there`,
    ),
    String(jsr.name).startsWith("@scope/") && 'jsr.json is named "@scope/...": put your scope of jsr.io in its place',
    jsr.version !== version && `jsr.json has version ${jsr.version}, package.json ${version}: \`npm run bump\` sets both`,
    !changelog.includes(`\n## ${version}\n`) && `CHANGELOG.md has no "## ${version}": \`npm run bump\` writes it`,
    changesets.length > 0 && `no version holds ${changesets.join(", ")} yet: run \`npm run bump\``,
    tag !== undefined && tag !== `v${version}` && `the tag is ${tag}, the version ${version}: tag v${version}`,
  ];
  return found.filter((hindrance) => hindrance !== false);
}
