package io.glasswatch.stream.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glasswatch.contract.Json;
import io.glasswatch.stream.audit.note.Checkpoint;
import io.glasswatch.stream.audit.tree.Hash;
import io.glasswatch.stream.audit.tree.MerkleTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script of docs/audit.md, which shares no line with our own check. */
class ProofScriptTest {

  private static final Pattern SCRIPT = Pattern.compile("(?s)```python\n(.*?)```");
  private static final List<byte[]> LOG = SampleLog.entries(21);
  private static final List<String> CHECKPOINTS = SampleLog.checkpoints(LOG, 8);
  private static final MerkleTree TREE = tree();

  @TempDir Path dir;
  private Path script;
  private Path key;

  @BeforeEach
  void takeTheScriptFromTheDocumentation() throws Exception {
    assumeTrue(runs("python3", "--version") && runs("openssl", "version"), "no python3 or openssl");
    Path page = Path.of(System.getProperty("glasswatch.root"), "docs", "audit.md");
    Matcher matcher = SCRIPT.matcher(Files.readString(page));
    assertThat(matcher.find()).isTrue();
    script = Files.writeString(dir.resolve("check.py"), matcher.group(1));
    key = Files.writeString(dir.resolve("signing.pub"), SampleLog.SIGNER.key().text() + "\n");
  }

  @Test
  void theScriptHasAtMostThirtyLinesOfCode() throws IOException {
    assertThat(Files.readAllLines(script)).filteredOn(line -> !line.isBlank()).hasSizeLessThan(31);
  }

  @Test
  void itHoldsEveryProofOfEverySize() throws Exception {
    List<Proof> proofs =
        CHECKPOINTS.stream()
            .flatMap(
                note ->
                    IntStream.range(0, size(note))
                        .filter(i -> i % 4 != 1)
                        .mapToObj(i -> proof(i, note)))
            .toList();
    assertThat(proofs).allMatch(proof -> proof.holds(List.of(SampleLog.SIGNER.key())));
    assertThat(check(proofs)).isTrue();
  }

  @Test
  void itHoldsNoProofThatWasTamperedWith() throws Exception {
    Proof good = proof(5, CHECKPOINTS.get(2));
    List<Proof> bad =
        List.of(
            new Proof(
                good.entry().replace("bot@1", "bot@2"),
                good.index(),
                good.size(),
                good.path(),
                good.checkpoint()),
            new Proof(good.entry(), 4, good.size(), good.path(), good.checkpoint()),
            new Proof(
                good.entry(),
                good.index(),
                good.size(),
                good.path().subList(0, 3),
                good.checkpoint()),
            new Proof(
                good.entry(),
                good.index(),
                good.size(),
                good.path(),
                good.checkpoint().replace("time 2026", "time 2025")));
    for (Proof proof : bad) {
      assertThat(proof.holds(List.of(SampleLog.SIGNER.key()))).isFalse();
      assertThat(check(List.of(proof))).isFalse();
    }
  }

  private boolean check(List<Proof> proofs) throws Exception {
    Path file = dir.resolve("proof.json");
    Files.write(file, Json.TEXT.writeValueAsBytes(Map.of("proofs", proofs)));
    return runs("python3", script.toString(), key.toString(), file.toString());
  }

  private static Proof proof(int index, String note) {
    return Proof.of(LOG.get(index), index, TREE, note, size(note));
  }

  private static int size(String note) {
    return (int) Checkpoint.unchecked(note).orElseThrow().size();
  }

  private static MerkleTree tree() {
    MerkleTree tree = new MerkleTree();
    LOG.forEach(entry -> tree.append(Hash.ofLeaf(entry)));
    return tree;
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 && !said.isBlank();
    } catch (IOException e) {
      return false;
    }
  }
}
