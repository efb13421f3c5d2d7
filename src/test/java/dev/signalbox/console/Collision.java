package dev.signalbox.console;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.engine.Event;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.ConflictedMerge.File;
import dev.signalbox.workspace.ConflictedMerge.Version;
import dev.signalbox.workspace.Resolved;
import dev.signalbox.workspace.Sealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Conflicts of a test's making.
final class Collision {
  static final String TASK = "api-customers";

  private final List<File> files = new ArrayList<>();

  static Collision empty() {
    return new Collision();
  }

  Collision text(String path, String base, String landed, String task) {
    files.add(new File(path, plain(base), plain(landed), plain(task), null));
    return this;
  }

  Collision file(
      String path, @Nullable Version base, @Nullable Version landed, @Nullable Version task) {
    files.add(new File(path, base, landed, task, null));
    return this;
  }

  static Version plain(String text) {
    return new Version(Resolved.PLAIN, "blob" + text.hashCode(), text);
  }

  static Version binary(String id) {
    return new Version(Resolved.PLAIN, id, null);
  }

  ConflictedMerge merge(String digest) {
    return new ConflictedMerge("3f9c2e1b7a0d4c55", "tree", digest, files, "CONFLICT (content)");
  }

  /// The task meets it, and a person is asked.
  void happens(TestConsole test, String digest) {
    test.merge = merge(digest);
    FakeRun run = test.run;
    List<Sealed.Change> changes =
        files.stream().map(file -> new Sealed.Change('M', file.path(), 9, 4)).toList();
    run.runs(TASK, "AGT-003", 1);
    run.ends(TASK, 1, Map.of(), changes.toArray(Sealed.Change[]::new));
    run.emit(new Event.Queued(TASK, ""), new Event.MergeStarted(TASK, "3f9c2e1b7a0d4c55"));
    run.emit(
        new Event.ConflictFound(
            TASK,
            new Conflict(
                Conflict.Kind.TEXT,
                List.of(TASK, "api-invoices"),
                files.stream().map(File::path).toList(),
                "CONFLICT (content): Merge conflict in " + files.getFirst().path())));
    asks(test, digest);
  }

  /// Somebody else gave a resolution, which what landed meanwhile made useless.
  static void becomesAnother(TestConsole test, String digest) {
    test.run.emit(
        new Event.ResolutionGiven(TASK, "bob", "", "digest", Map.of()),
        new Event.Queued(TASK, "resolved by bob"),
        new Event.MergeStarted(TASK, "9c1d52e0aa12"),
        new Event.ConflictClosed(TASK, "another one took its place"),
        new Event.ConflictFound(
            TASK, new Conflict(Conflict.Kind.TEXT, List.of(TASK), List.of("a.txt"), "CONFLICT")),
        new Event.DecisionAsked(
            TASK, "api-customers: What landed since makes another conflict of it.", digest));
  }

  private static void asks(TestConsole test, String digest) {
    test.run.emit(
        new Event.DecisionAsked(
            TASK,
            "api-customers: It does not fit what landed. Resolve it, run it again, or drop it?",
            digest));
  }

  // ---- texts ------------------------------------------------------------------------------------

  private static final String INVOICE =
      """
      package billing;

      import java.util.List;

      /** What a customer owes. */
      public final class Invoice {
        private final List<Line> lines;
        private final Customer customer;

        Invoice(Customer customer, List<Line> lines) {
          this.customer = customer;
          this.lines = List.copyOf(lines);
        }

        public Money total() {
          Money sum = Money.ZERO;
          for (var l : lines) sum = sum.plus(l.amount());
          return sum;
        }

        public Customer customer() {
          return customer;
        }

        public String title() {
          return "Invoice for " + customer.name();
        }

        public int size() {
          return lines.size();
        }
      }
      """;

  /// Two conflicts, and one change of each side that fits.
  static Collision invoice() {
    return empty().invoiceAt("src/billing/Invoice.java");
  }

  Collision invoiceAt(String path) {
    String landed =
        INVOICE
            .replace(
                "    Money sum = Money.ZERO;\n    for (var l : lines) sum = sum.plus(l.amount());\n    return sum;\n",
                "    return lines.stream()\n        .map(Line::amount)\n        .reduce(Money.ZERO, Money::plus);\n")
            .replace("\"Invoice for \" + customer.name()", "\"Invoice for \" + customer.fullName()")
            .replace(
                "  public int size() {",
                "  public Money tax(Rate rate) {\n    return total().times(rate);\n  }\n\n  public int size() {");
    String task =
        INVOICE
            .replace(
                "import java.util.List;", "import java.time.LocalDate;\nimport java.util.List;")
            .replace(
                "sum.plus(l.amount());\n    return sum;",
                "sum.plus(l.net());\n    return sum.rounded();")
            .replace(
                "\"Invoice for \" + customer.name()",
                "\"Invoice \" + number + \" for \" + customer.name()");
    return text(path, INVOICE, landed, task);
  }
}
