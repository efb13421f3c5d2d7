package dev.signalbox.workspace;

import java.util.Base64;
import java.util.Objects;

/// What becomes of one path of a merge that does not fit.
public sealed interface Resolved {
  /// The mode of a plain file.
  String PLAIN = "100644";

  /// A file with this text.
  ///
  /// @param mode as git has it: `100644`, `100755` for one that can be run, `120000` for a link
  record Text(String text, String mode) implements Resolved {
    public Text {
      Objects.requireNonNull(text);
      demandMode(mode);
    }

    /// A plain file.
    public Text(String text) {
      this(text, PLAIN);
    }
  }

  /// A file whose content is no text.
  ///
  /// @param base64 its bytes
  /// @param mode as for [Text]
  record Bytes(String base64, String mode) implements Resolved {
    public Bytes {
      demandMode(mode);
      bytesOf(base64);
    }

    public Bytes(byte[] bytes, String mode) {
      this(Base64.getEncoder().encodeToString(bytes), mode);
    }

    byte[] bytes() {
      return bytesOf(base64);
    }
  }

  /// What one of both sides has there, whatever that is: nothing, too.
  record Taken(Side side) implements Resolved {
    public Taken {
      Objects.requireNonNull(side);
    }
  }

  /// No file.
  record Gone() implements Resolved {}

  enum Side {
    /// What has landed.
    LANDED,
    /// What the task left.
    TASK
  }

  /// How much of a journal or a message it takes.
  default int size() {
    return switch (this) {
      case Text(String text, _) -> text.length();
      case Bytes(String base64, _) -> base64.length();
      case Taken _, Gone _ -> 0;
    };
  }

  private static byte[] bytesOf(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static void demandMode(String mode) {
    if (!mode.equals(PLAIN) && !mode.equals("100755") && !mode.equals("120000")) {
      throw new IllegalArgumentException("No mode of a file: " + mode);
    }
  }
}
