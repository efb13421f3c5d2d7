package dev.signalbox.service;

import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.journal.EventCodec;
import dev.signalbox.journal.JournalException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is said over a control socket: one JSON object a line.
///
/// | who | line |
/// | --- | --- |
/// | server, once | `{"signalbox":"control","version":1,"run":…,"process":…}` |
/// | client | `{"id":7,"ask":"command","command":"Approve","arguments":{"task":…,"message":…}}` |
/// | client | `{"id":8,"ask":"show"}`, `{"id":9,"ask":"follow","from":1,"as":"console"}` |
/// | client | `{"id":10,"ask":"take","free":true}`, `"release"`, `{"ask":"answer","agreed":true}` |
/// | server | `{"id":7,"accepted":true,"text":…}`, for `show` with `"status":{…}` |
/// | server | `{"entry":12,"at":…,"type":"Landed","body":{…}}`, after `follow` |
/// | server | `{"live":12}`: what was kept before has been sent, up to that entry |
/// | server | `{"controls":…,"yours":false}`, `{"asks":…}` |
/// | server, last | `{"bye":…}`: one sentence on why nothing more comes |
final class Wire {
  static final int VERSION = 1;

  private static final JsonMapper JSON = EventCodec.mapper();

  private static final Map<String, Class<?>> COMMANDS =
      records(Command.class)
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type));

  private final EventCodec events = new EventCodec();

  /// A line that cannot be used; the message is a sentence.
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(Wire::records);
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ObjectNode parse(String line) throws UnreadableException {
    try {
      if (JSON.readTree(line) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new UnreadableException("This is no JSON.");
    }
    throw new UnreadableException("This is no JSON object.");
  }

  static String line(JsonNode node) {
    return JSON.writeValueAsString(node);
  }

  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  static <T> T value(JsonNode node, Class<T> type) throws UnreadableException {
    try {
      return JSON.treeToValue(node, type);
    } catch (JacksonException e) {
      throw new UnreadableException("It cannot be read as a " + type.getSimpleName() + ".");
    }
  }

  // ---- entries ----------------------------------------------------------------------------------

  /// Values of agents' environments do not go over the wire, as they do not go into the journal.
  String line(Entry entry) {
    EventCodec.Encoded event = events.encode(entry.event());
    return "{\"entry\":%d,\"at\":\"%s\",\"type\":\"%s\",\"body\":%s}"
        .formatted(entry.sequence(), entry.at(), event.type(), event.body());
  }

  Entry entry(ObjectNode node) throws UnreadableException {
    try {
      return new Entry(
          node.path("entry").asLong(),
          Instant.parse(node.path("at").asString()),
          events.decode(node.path("type").asString(), line(node.path("body"))));
    } catch (JournalException | DateTimeException | JacksonException e) {
      throw new UnreadableException(
          "An entry of its log cannot be read. Use the same Signalbox on both sides.");
    }
  }

  // ---- commands ---------------------------------------------------------------------------------

  static ObjectNode command(Command command) {
    ObjectNode request = object().put("ask", "command");
    request.put("command", command.getClass().getSimpleName());
    request.set("arguments", JSON.valueToTree(command));
    return request;
  }

  /// @param user who asks, as the operating system says it; null where it does not, and the request
  ///   says it itself
  static Command command(ObjectNode request, @Nullable String user) throws UnreadableException {
    String name = request.path("command").asString("");
    Class<?> type = COMMANDS.get(name);
    if (type == null) {
      throw new UnreadableException("There is no command " + name + ".");
    }
    if (!(request.path("arguments") instanceof ObjectNode arguments)) {
      throw new UnreadableException(name + " needs an object `arguments`.");
    }
    if (user != null) {
      arguments.put("by", user);
    }
    try {
      Command command = (Command) JSON.treeToValue(arguments, type);
      demandWhole(command);
      return command;
    } catch (JacksonException e) {
      throw new UnreadableException("These are no arguments for " + name + ".");
    }
  }

  /// The engine takes what the compiler has proved; what came as text has to be looked at.
  private static void demandWhole(Object value) throws UnreadableException {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part;
      try {
        part = component.getAccessor().invoke(value);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
      if (part == null && !mayBeNull(component.getAnnotatedType())) {
        throw new UnreadableException(
            "%s needs `%s`.".formatted(value.getClass().getSimpleName(), component.getName()));
      }
      if (part instanceof Record) {
        demandWhole(part);
      }
    }
  }

  private static boolean mayBeNull(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }
}
