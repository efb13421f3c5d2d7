package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Items;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import dev.signalbox.plan.Value.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Builds the tree of a YAML text from the parser's events.
///
/// Events and not the parser's own nodes, because they keep where an alias stands, and let depth
/// and size be bounded before anything is built: a plan of a few lines whose aliases multiply must
/// not take the machine down.
final class YamlTree {
  private static final int MAX_COPIES = 200_000;
  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

  private final String text;
  private final Problems problems;
  private final Map<Anchor, Value> anchors = new HashMap<>();
  private final int[] offsets;
  private Iterator<Event> events = List.<Event>of().iterator();
  private int written;
  private int copies;

  private YamlTree(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
    this.offsets = offsets(text);
  }

  /// The tree, or null where the text cannot be read or says nothing; the problems say why.
  static @Nullable Value read(String text, Problems problems) {
    YamlTree tree = new YamlTree(text, problems);
    try {
      return tree.document();
    } catch (YamlEngineException e) {
      YamlComplaint complaint = YamlComplaint.of(e, text);
      problems.error(tree.offset(complaint.codePoint()), complaint.message(), complaint.remedy());
    } catch (OversizeException e) {
      problems.error(e.offset(), e.problem(), e.remedy());
    }
    return null;
  }

  /// Letters, digits, and what means nothing to YAML there, also within brackets.
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./][\\p{L}\\p{N}_./*?-]*");

  /// Whether this text, written without quotes, is read as a text.
  static boolean isPlainText(String text) {
    return PLAIN.matcher(text).matches() && RESOLVER.resolve(text, true).equals(Tag.STR);
  }

  private @Nullable Value document() {
    events = new Parse(SETTINGS).parseString(text).iterator();
    Value root = null;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (root != null) {
            problems.error(
                start(event), "The file holds more than one document.", "Keep one plan in a file.");
            return null;
          }
        }
        case Scalar, Alias, SequenceStart, MappingStart -> root = value(event, 0);
        default -> {
          // The ends of documents and of the stream, and comments, say nothing.
        }
      }
    }
    return root;
  }

  private Value value(Event event, int depth) {
    OversizeException.requireDepth(depth, start(event));
    OversizeException.requireCount(++written, start(event));
    return switch (event) {
      case AliasEvent alias -> alias(alias);
      case ScalarEvent scalar -> anchored(scalar.getAnchor(), scalar(scalar));
      case CollectionStartEvent collection ->
          anchored(
              collection.getAnchor(),
              event.getEventId() == Event.ID.SequenceStart
                  ? items(collection, depth)
                  : mapping(collection, depth));
      default -> throw new IllegalStateException("Not the start of a value: " + event);
    };
  }

  private Value anchored(Optional<Anchor> anchor, Value value) {
    anchor.ifPresent(a -> anchors.put(a, value));
    return value;
  }

  private Value alias(AliasEvent event) {
    Value known = anchors.get(event.getAlias());
    if (known == null) {
      String name = "*" + event.getAlias().getValue();
      problems.error(
          start(event),
          "`"
              + name
              + "` stands for something marked `&"
              + name.substring(1)
              + "`, which is not there.",
          YamlComplaint.QUOTE);
      return new Scalar(Type.TEXT, name, name, start(event), end(event));
    }
    return moved(known, start(event), end(event));
  }

  /// A copy that stands where the alias does.
  private Value moved(Value value, int start, int end) {
    countCopy(start);
    return switch (value) {
      case Scalar s -> new Scalar(s.type(), s.text(), s.value(), start, end);
      case Items items ->
          new Items(
              items.values().stream().map(v -> moved(v, start, end)).toList(), true, start, end);
      case Mapping mapping ->
          new Mapping(
              mapping.entries().stream()
                  .map(
                      e ->
                          new Entry(
                              (Scalar) moved(e.key(), start, end), moved(e.value(), start, end)))
                  .toList(),
              true,
              start,
              end);
    };
  }

  private Items items(CollectionStartEvent event, int depth) {
    requireTag(event.getTag(), Tag.SEQ, event);
    List<Value> values = new ArrayList<>();
    Event next = next();
    while (next.getEventId() != Event.ID.SequenceEnd) {
      values.add(value(next, depth + 1));
      next = next();
    }
    int end = event.isFlow() || values.isEmpty() ? end(next) : values.getLast().end();
    return new Items(values, event.isFlow(), start(event), end);
  }

  private Mapping mapping(CollectionStartEvent event, int depth) {
    requireTag(event.getTag(), Tag.MAP, event);
    List<Entry> entries = new ArrayList<>();
    Event next = next();
    while (next.getEventId() != Event.ID.MappingEnd) {
      Value key = value(next, depth + 1);
      Value value = value(next(), depth + 1);
      switch (key) {
        case Scalar scalar when scalar.type() != Type.NOTHING ->
            entries.add(new Entry(scalar, value));
        default ->
            problems.error(
                key.start(),
                "A key must be a text, and this is " + key.kind() + ".",
                "Name the key.");
      }
      next = next();
    }
    int end = event.isFlow() || entries.isEmpty() ? end(next) : entries.getLast().value().end();
    return new Mapping(entries, event.isFlow(), start(event), end);
  }

  /// The next event that is not a comment.
  private Event next() {
    Event event = events.next();
    while (event.getEventId() == Event.ID.Comment) {
      event = events.next();
    }
    return event;
  }

  private Scalar scalar(ScalarEvent event) {
    String written = event.getValue();
    Tag tag =
        event
            .getTag()
            .filter(t -> !t.equals("!"))
            .map(Tag::new)
            .orElseGet(
                () ->
                    event.isPlain() && event.getTag().isEmpty()
                        ? RESOLVER.resolve(written, true)
                        : Tag.STR);
    int start = start(event);
    int end = end(event);
    try {
      if (tag.equals(Tag.NULL)) {
        return new Scalar(Type.NOTHING, written, null, start, end);
      }
      if (tag.equals(Tag.BOOL)) {
        return new Scalar(Type.TRUTH, written, written.equalsIgnoreCase("true"), start, end);
      }
      if (tag.equals(Tag.INT)) {
        return new Scalar(Type.NUMBER, written, integer(written), start, end);
      }
      if (tag.equals(Tag.FLOAT)) {
        return new Scalar(Type.NUMBER, written, decimal(written), start, end);
      }
    } catch (NumberFormatException e) {
      problems.error(start, "`" + written + "` is not a number.", "Take the tag before it away.");
    }
    if (!tag.equals(Tag.MERGE)) {
      requireTag(Optional.of(tag.getValue()), Tag.STR, event);
    }
    return new Scalar(Type.TEXT, written, written, start, end);
  }

  private void requireTag(Optional<String> tag, Tag known, Event event) {
    if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(known.getValue())) {
      problems.error(
          start(event),
          "Tags such as `!name` are not read.",
          "Take the tag away, or quote the text.");
    }
  }

  private static Number integer(String written) {
    String plain = written.startsWith("+") ? written.substring(1) : written;
    BigInteger value =
        plain.startsWith("0x")
            ? new BigInteger(plain.substring(2), 16)
            : plain.startsWith("0o")
                ? new BigInteger(plain.substring(2), 8)
                : new BigInteger(plain);
    return narrowed(value);
  }

  /// The smallest of the usual types that holds it, as JSON readers choose it too.
  static Number narrowed(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return value.intValue();
    }
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }

  private static Double decimal(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return lower.equals(".nan") ? Double.NaN : Double.valueOf(written);
  }

  private void countCopy(int offset) {
    if (++copies > MAX_COPIES) {
      throw new OversizeException(
          offset,
          "Aliases make this plan larger than " + MAX_COPIES + " values.",
          "Write out what is needed, without aliases of aliases.");
    }
  }

  private int start(Event event) {
    return offset(event.getStartMark().map(Mark::getIndex).orElse(0));
  }

  private int end(Event event) {
    return offset(event.getEndMark().map(Mark::getIndex).orElse(0));
  }

  /// Marks count code points, and a text counts chars.
  private int offset(int codePoint) {
    return offsets.length == 0
        ? Math.min(codePoint, text.length())
        : offsets[Math.min(codePoint, offsets.length - 1)];
  }

  /// The offset of each code point and of the end, or nothing where the two counts are the same.
  private static int[] offsets(String text) {
    int count = text.codePointCount(0, text.length());
    if (count == text.length()) {
      return new int[0];
    }
    int[] offsets = new int[count + 1];
    for (int i = 0, at = 0; i < count; i++) {
      offsets[i] = at;
      at += Character.charCount(text.codePointAt(at));
    }
    offsets[count] = text.length();
    return offsets;
  }
}
