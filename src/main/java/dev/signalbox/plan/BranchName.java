package dev.signalbox.plan;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// What git accepts as the name of a branch.
final class BranchName {
  private static final int MAX_SLUG = 60;
  private static final String FORBIDDEN = " ~^:?*[\\";

  private BranchName() {}

  /// Why git would refuse a branch of this name: the end of a sentence that begins with the name.
  static Optional<String> objection(String name) {
    if (name.isEmpty()) {
      return Optional.of("is empty");
    }
    if (name.equals("HEAD") || name.equals("@")) {
      return Optional.of("is a name that git keeps for itself");
    }
    if (name.startsWith("-")) {
      return Optional.of("starts with a dash");
    }
    if (name.startsWith("refs/")) {
      return Optional.of("is the name of a ref");
    }
    for (String bad : new String[] {"..", "//", "@{"}) {
      if (name.contains(bad)) {
        return Optional.of("holds `" + bad + "`");
      }
    }
    if (name.startsWith("/") || name.endsWith("/") || name.endsWith(".")) {
      return Optional.of("starts with `/` or ends in `/` or `.`");
    }
    for (String part : name.split("/")) {
      if (part.startsWith(".") || part.endsWith(".lock")) {
        return Optional.of("has a part that starts with a dot or ends in `.lock`");
      }
    }
    return name.chars()
        .filter(c -> c < 32 || c == 127 || FORBIDDEN.indexOf(c) >= 0)
        .mapToObj(c -> c <= 32 || c == 127 ? "holds a space" : "holds `" + (char) c + "`")
        .findFirst();
  }

  /// A branch name's last part made of any text: letters, digits and dashes.
  static String slug(String text) {
    String slug =
        Normalizer.normalize(text, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replace("ß", "ss")
            .replaceAll("[^a-z0-9]+", "-");
    slug = trimmed(slug.substring(0, Math.min(slug.length(), MAX_SLUG)));
    return slug.isEmpty() ? "plan" : slug;
  }

  private static String trimmed(String slug) {
    return slug.replaceAll("^-|-$", "");
  }
}
