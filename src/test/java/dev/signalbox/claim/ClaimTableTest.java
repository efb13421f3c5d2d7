package dev.signalbox.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimTableTest {
  private final ClaimTable optimistic = new ClaimTable(false);
  private final ClaimTable exclusive = new ClaimTable(true);

  @Test
  void an_overlap_names_who_holds_what_and_where_they_meet() {
    optimistic.take("one", writes("docs/**"));
    optimistic.take("two", writes("src/*.py", "db/**"));

    assertThat(optimistic.holder("three", writes("README.md", "src/a*")))
        .contains(new ClaimTable.Holder("two", "src/a*", "src/*.py", "src/a.py"));
  }

  @Test
  void the_first_to_hold_is_named() {
    optimistic.take("one", writes("a/**"));
    optimistic.take("two", writes("b/**"));

    assertThat(optimistic.holder("x", writes("b/1", "a/1")).map(ClaimTable.Holder::owner))
        .contains("one");
  }

  @Test
  void disjoint_writes_are_held_together() {
    optimistic.take("one", writes("a/**"));
    assertThat(optimistic.holder("two", writes("b/**"))).isEmpty();
  }

  @Test
  void readers_stand_in_nobodys_way() {
    optimistic.take("writer", writes("a/**"));
    Claims reader = new Claims(List.of(Glob.parse("a/**")), List.of());
    assertThat(optimistic.holder("reader", reader)).isEmpty();

    exclusive.take("reader", reader);
    assertThat(exclusive.holder("writer", writes("a/**"))).isEmpty();
  }

  @Test
  void nobody_is_in_their_own_way() {
    optimistic.take("one", writes("a/**"));
    assertThat(optimistic.holder("one", writes("a/**"))).isEmpty();
  }

  @Test
  void what_is_released_is_free() {
    optimistic.take("one", writes("a/**"));
    optimistic.release("one");
    assertThat(optimistic.holder("two", writes("a/**"))).isEmpty();
  }

  @Test
  void undeclared_writes_run_beside_all_others_if_optimistic() {
    optimistic.take("one", Claims.UNDECLARED);
    assertThat(optimistic.holder("two", writes("a/**"))).isEmpty();
    assertThat(optimistic.holder("three", Claims.UNDECLARED)).isEmpty();
  }

  @Test
  void undeclared_writes_run_alone_if_exclusive() {
    exclusive.take("one", Claims.UNDECLARED);
    assertThat(exclusive.holder("two", writes("a/**")))
        .contains(new ClaimTable.Holder("one", "a/**", "**", ""));
    exclusive.release("one");

    exclusive.take("two", writes("a/**"));
    assertThat(exclusive.holder("three", Claims.UNDECLARED))
        .contains(new ClaimTable.Holder("two", "**", "a/**", ""));
    assertThat(exclusive.holder("four", writes("b/**"))).isEmpty();
  }

  private static Claims writes(String... globs) {
    return new Claims(null, Arrays.stream(globs).map(Glob::parse).toList());
  }
}
