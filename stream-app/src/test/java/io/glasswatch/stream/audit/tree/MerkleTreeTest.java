package io.glasswatch.stream.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors are those that the implementations of RFC 6962 share. */
class MerkleTreeTest {

  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void rootsAreThoseOfTheTestVectors() {
    MerkleTree tree = treeOf(LEAVES);
    Frontier frontier = Frontier.EMPTY;
    for (int size = 0; size <= LEAVES.size(); size++) {
      assertThat(tree.root(size).hex()).as("tree of %d", size).isEqualTo(ROOTS.get(size));
      assertThat(frontier.root().hex()).as("frontier of %d", size).isEqualTo(ROOTS.get(size));
      if (size < LEAVES.size()) {
        frontier = frontier.with(leaf(LEAVES.get(size)));
      }
    }
  }

  @Test
  void proofsAreThoseOfTheTestVectors() {
    MerkleTree tree = treeOf(LEAVES);
    assertThat(tree.inclusion(0, 1)).isEmpty();
    assertThat(tree.inclusion(0, 8).stream().map(Hash::hex))
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(tree.inclusion(5, 8).stream().map(Hash::hex))
        .containsExactly(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  }

  @Test
  void everyLeafOfEverySizeHasAProofAndNoOtherLeafHasIt() {
    MerkleTree tree = treeOf(numbers(70));
    for (int size = 1; size <= 70; size++) {
      for (int index = 0; index < size; index++) {
        List<Hash> path = tree.inclusion(index, size);
        Hash root = tree.root(size);
        assertThat(MerkleTree.rootOf(leaf(index), index, size, path)).isEqualTo(root);
        assertThat(MerkleTree.rootOf(leaf(index + 1), index, size, path)).isNotEqualTo(root);
      }
    }
  }

  @Test
  void aFrontierHasTheRootOfTheTreeAtEverySize() {
    MerkleTree tree = treeOf(numbers(300));
    Frontier frontier = Frontier.EMPTY;
    for (int i = 0; i < 300; i++) {
      frontier = frontier.with(leaf(i));
      assertThat(frontier.root()).isEqualTo(tree.root(i + 1));
    }
  }

  @Test
  void aProofOfTheWrongLengthIsRefused() {
    MerkleTree tree = treeOf(LEAVES);
    List<Hash> path = tree.inclusion(3, 8);
    assertThatThrownBy(() -> MerkleTree.rootOf(leaf("2021"), 3, 8, path.subList(0, 2)))
        .hasMessage("the proof has fewer hashes than a tree of 8 needs");
    List<Hash> more = new ArrayList<>(path);
    more.add(Hash.ZERO);
    assertThatThrownBy(() -> MerkleTree.rootOf(leaf("2021"), 3, 8, more))
        .hasMessage("the proof has more hashes than a tree of 8 needs");
  }

  private static MerkleTree treeOf(List<String> hexLeaves) {
    MerkleTree tree = new MerkleTree();
    hexLeaves.forEach(hex -> tree.append(leaf(hex)));
    return tree;
  }

  private static List<String> numbers(int count) {
    List<String> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(HexFormat.of().formatHex(Integer.toString(i).getBytes(StandardCharsets.UTF_8)));
    }
    return leaves;
  }

  private static Hash leaf(int number) {
    return Hash.ofLeaf(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  private static Hash leaf(String hex) {
    return Hash.ofLeaf(HexFormat.of().parseHex(hex));
  }
}
