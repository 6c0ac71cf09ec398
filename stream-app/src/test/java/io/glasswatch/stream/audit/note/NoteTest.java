package io.glasswatch.stream.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.stream.audit.tree.Hash;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteTest {

  private static final NoteKey FOO =
      NoteKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");

  private static final String FOO_NOTE =
      """
      This is an example message.

      — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
      """;

  @Test
  void aNoteThatAnotherProgramSignedIsOpened() {
    assertThat(Note.open(FOO_NOTE, List.of(FOO))).contains("This is an example message.\n");
    assertThat(FOO.text())
        .isEqualTo("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  }

  @Test
  void noByteOfANoteCanBeChanged() {
    NoteSigner signer = NoteSigner.generate("glasswatch/test");
    String note =
        signer.sign(new Checkpoint("glasswatch/test/audit-0", 7, Hash.EMPTY, Instant.EPOCH).text());
    for (int i = 0; i < note.length(); i++) {
      String changed = note.substring(0, i) + (char) (note.charAt(i) ^ 1) + note.substring(i + 1);
      assertThat(Note.open(changed, List.of(signer.key()))).as("character %d", i).isEmpty();
    }
  }

  @Test
  void aCheckpointIsReadAsItWasSigned() {
    NoteSigner signer = NoteSigner.generate("glasswatch/test");
    Checkpoint checkpoint =
        new Checkpoint(
            "glasswatch/test/audit-0", 7, Hash.of("x"), Instant.parse("2026-11-22T10:00:00Z"));
    String note = signer.sign(checkpoint.text());
    assertThat(Checkpoint.open(note, List.of(FOO, signer.key()))).contains(checkpoint);
    assertThat(Checkpoint.open(note, List.of(FOO))).isEmpty();
    assertThat(Note.split(note + "\n" + note + "\n")).containsExactly(note, note);
  }

  @Test
  void aKeyWhoseIdIsNotItsOwnIsRefused() {
    assertThatThrownBy(
            () ->
                NoteKey.parse(
                    "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"))
        .hasMessage("the id of the key of example.com/foo is not its own");
  }

  @Test
  void halvesOfTwoKeysMakeNoSigner() throws Exception {
    NoteSigner one = NoteSigner.generate("glasswatch/one");
    PrivateKey other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
    assertThatThrownBy(() -> new NoteSigner(one.key(), other))
        .hasMessage("the private key is not that of " + one.key().text());
  }
}
