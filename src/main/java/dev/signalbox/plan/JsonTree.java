package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Items;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import dev.signalbox.plan.Value.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Builds the tree of a JSON text.
final class JsonTree {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;
  private final String text;
  private final int shift;
  private int written;

  private JsonTree(JsonParser parser, String text, int shift) {
    this.parser = parser;
    this.text = text;
    this.shift = shift;
  }

  /// The tree, or null where the text cannot be read or says nothing; the problems say why.
  static @Nullable Value read(String text, Problems problems) {
    int shift = text.startsWith("\uFEFF") ? 1 : 0;
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), text.substring(shift))) {
      JsonTree tree = new JsonTree(parser, text, shift);
      JsonToken first = parser.nextToken();
      if (first == null) {
        return null;
      }
      Value root = tree.value(first, 0);
      if (parser.nextToken() != null) {
        problems.error(
            tree.offset(parser.currentTokenLocation()),
            "The file goes on after the plan has ended.",
            "Keep one plan in a file.");
        return null;
      }
      return root;
    } catch (OversizeException e) {
      problems.error(e.offset(), e.problem(), e.remedy());
      return null;
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      problems.error(
          at == null ? 0 : (int) at.getCharOffset() + shift,
          "The file is not JSON here: " + sentence(e.getOriginalMessage()),
          "Look for a missing comma, quote or bracket just before.");
      return null;
    }
  }

  private Value value(JsonToken token, int depth) {
    int start = offset(parser.currentTokenLocation());
    OversizeException.requireDepth(depth, start);
    OversizeException.requireCount(++written, start);
    return switch (token) {
      case START_OBJECT -> mapping(start, depth);
      case START_ARRAY -> items(start, depth);
      case VALUE_STRING -> {
        String text = parser.getString();
        yield new Scalar(Type.TEXT, text, text, start, here());
      }
      case VALUE_NUMBER_INT -> {
        String text = parser.getString();
        yield new Scalar(
            Type.NUMBER, text, YamlTree.narrowed(parser.getBigIntegerValue()), start, here());
      }
      case VALUE_NUMBER_FLOAT -> {
        String text = parser.getString();
        yield new Scalar(Type.NUMBER, text, parser.getDoubleValue(), start, here());
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        boolean truth = token == JsonToken.VALUE_TRUE;
        yield new Scalar(Type.TRUTH, String.valueOf(truth), truth, start, here());
      }
      case VALUE_NULL -> new Scalar(Type.NOTHING, "null", null, start, here());
      default -> throw new IllegalStateException("Not the start of a value: " + token);
    };
  }

  private Mapping mapping(int start, int depth) {
    List<Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int keyStart = offset(parser.currentTokenLocation());
      String name = parser.currentName();
      Scalar key = new Scalar(Type.TEXT, name, name, keyStart, endOfQuoted(keyStart));
      entries.add(new Entry(key, value(parser.nextToken(), depth + 1)));
    }
    return new Mapping(entries, true, start, here());
  }

  private Items items(int start, int depth) {
    List<Value> values = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      values.add(value(token, depth + 1));
    }
    return new Items(values, true, start, here());
  }

  /// The parser has gone past the colon already when it gives a key.
  private int endOfQuoted(int start) {
    int i = start + 1;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /// The end of the token that was read last.
  private int here() {
    return offset(parser.currentLocation());
  }

  private int offset(TokenStreamLocation location) {
    return (int) location.getCharOffset() + shift;
  }

  /// What the parser says, without its remarks on sources and settings.
  private static String sentence(@Nullable String message) {
    String said = message == null ? "" : message.lines().findFirst().orElse("");
    int remark = said.indexOf(" (start marker");
    String plain = remark < 0 ? said : said.substring(0, remark);
    return plain.isEmpty() ? "it cannot be read." : plain.endsWith(".") ? plain : plain + ".";
  }
}
