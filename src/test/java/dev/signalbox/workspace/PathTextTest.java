package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathTextTest {
  private static String decode(byte[] bytes) {
    return PathText.decode(bytes, 0, bytes.length);
  }

  @Property
  void textStaysText(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(decode(bytes)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
  }

  @Property
  void noTwoNamesAreAlike(@ForAll byte[] one, @ForAll byte[] other) {
    assertThat(decode(one).equals(decode(other))).isEqualTo(java.util.Arrays.equals(one, other));
    assertThat(PathText.quoted(decode(one)).equals(PathText.quoted(decode(other))))
        .isEqualTo(java.util.Arrays.equals(one, other));
  }

  @Test
  void quotesAsGitDoes(@TempDir Path folder) throws Exception {
    ScratchRepository repository = ScratchRepository.empty(folder);
    repository.git("config", "core.quotePath", "false");
    String odd = "tab\tnew\nline\u0001 \"quoted\" back\\slash ü";
    repository.write(odd, "x");
    repository.commit("odd");
    assertThat(PathText.quoted(odd)).isEqualTo(repository.git("ls-files"));
    byte[] latin = {'c', 'a', 'f', (byte) 0xE9};
    assertThat(PathText.quoted(decode(latin))).isEqualTo("\"caf\\351\"");
    assertThat(PathText.isPlain(decode(latin))).isFalse();
    assertThat(PathText.quoted("plain/ü.txt")).isEqualTo("plain/ü.txt");
    assertThat(PathText.quoted("two words")).isEqualTo("\"two words\"");
  }
}
