package dev.signalbox.journal;

import dev.signalbox.claim.Glob;
import dev.signalbox.engine.Event;
import dev.signalbox.workspace.Resolved;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes an event of any kind from a random source, by looking at the components of its record: a
/// new event needs nothing here unless a component has a type that is new in the log.
final class RandomEvents {
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "null",
          "…",
          "two\nlines\ttabbed",
          "\"quoted\\\"",
          "{\"x\":1}",
          "ünï·🚦",
          "a\0b",
          "2026-11-24T00:00:00Z",
          "-1",
          "<b>&amp;</b>");
  private final Random random;

  RandomEvents(long seed) {
    random = new Random(seed);
  }

  /// Every kind of event there is, however deep the hierarchy.
  static Stream<Class<? extends Event>> kinds() {
    return leaves(Event.class)
        .<Class<? extends Event>>map(c -> c.asSubclass(Event.class))
        .distinct();
  }

  Event event(Class<? extends Event> kind) {
    return (Event) record(kind);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RandomEvents::leaves)
        : Stream.of(type);
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new AssertionError("No sample for " + type);
    }
    @Nullable Object[] values =
        Arrays.stream(components).map(c -> value(c.getAnnotatedType())).toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("No sample for " + type, e);
    }
  }

  private @Nullable Object value(AnnotatedType annotated) {
    if (annotated.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0) {
      return null;
    }
    Type type = annotated.getType();
    if (annotated instanceof AnnotatedParameterizedType p) {
      AnnotatedType[] of = p.getAnnotatedActualTypeArguments();
      Type raw = ((ParameterizedType) type).getRawType();
      if (raw == List.class) {
        return several(() -> value(of[0]));
      }
      if (raw == Map.class) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        several(() -> value(of[0])).forEach(k -> map.put(Objects.requireNonNull(k), value(of[1])));
        return map;
      }
    } else if (type instanceof Class<?> c) {
      return c == Object.class ? plain(2) : simple(c);
    }
    throw new AssertionError("No sample for " + type);
  }

  private Object simple(Class<?> type) {
    if (type == String.class) {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    } else if (type == int.class || type == Integer.class) {
      return random.nextInt();
    } else if (type == long.class) {
      return random.nextLong();
    } else if (type == double.class) {
      return random.nextDouble();
    } else if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    } else if (type == char.class) {
      return "AMDT".charAt(random.nextInt(4));
    } else if (type == Instant.class) {
      return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    } else if (type == Duration.class) {
      return Duration.ofNanos(random.nextLong());
    } else if (type == Glob.class) {
      return Glob.parse(List.of("src/**", "*.md", "a/{b,c}/[d-f]?", "x").get(random.nextInt(4)));
    } else if (type == Resolved.Text.class) {
      return new Resolved.Text(TEXTS.get(random.nextInt(TEXTS.size())), "100755");
    } else if (type == Resolved.Bytes.class) {
      return new Resolved.Bytes(new byte[random.nextInt(9)], "100644");
    } else if (type.isSealed()) {
      List<Class<?>> leaves = leaves(type).toList();
      return simple(leaves.get(random.nextInt(leaves.size())));
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    }
    return record(type);
  }

  /// What plans and outputs hold: as YAML and JSON are read.
  private @Nullable Object plain(int depth) {
    int kind = random.nextInt(depth == 0 ? 7 : 9);
    if (kind == 0) {
      return null;
    } else if (kind == 1) {
      return random.nextBoolean();
    } else if (kind == 2) {
      return random.nextInt();
    } else if (kind == 3) {
      return Integer.MAX_VALUE + 1L + random.nextInt(1000);
    } else if (kind == 4) {
      return random.nextDouble();
    } else if (kind == 5) {
      return Double.NaN;
    } else if (kind == 6) {
      return simple(String.class);
    } else if (kind == 7) {
      return several(() -> plain(depth - 1));
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    several(() -> simple(String.class)).forEach(k -> map.put(String.valueOf(k), plain(depth - 1)));
    return map;
  }

  private List<@Nullable Object> several(Supplier<@Nullable Object> one) {
    List<@Nullable Object> all = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      all.add(one.get());
    }
    return all;
  }
}
