package dev.signalbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Entry;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fields that the guide promises.
class ReportJsonTest {
  private final JsonMapper mapper = new JsonMapper();

  @Test
  void theRunIsThere() {
    JsonNode root = json(SampleRuns.ended());
    assertThat(root.get("version").intValue()).isEqualTo(1);
    assertThat(root.get("run").stringValue()).isEqualTo("20261124-0830-add-billing");
    assertThat(root.get("repository").stringValue()).isEqualTo("/home/ada/shop");
    assertThat(root.get("into").stringValue()).isEqualTo("signalbox/add-billing");
    assertThat(root.get("tip").stringValue()).isEqualTo(RunScript.commit("web-customers"));
    assertThat(root.get("started").stringValue()).isEqualTo("2026-11-24T08:30:00Z");
    assertThat(root.get("ended").stringValue()).isEqualTo("2026-11-24T23:00:50.400Z");
    assertThat(root.get("outcome").stringValue()).isEqualTo("failed");
    assertThat(root.get("counts").toString())
        .isEqualTo(
            "{\"tasks\":12,\"landed\":9,\"failed\":1,\"rejected\":1,\"skipped\":1,\"cancelled\":0,\"open\":0}");
    assertThat(root.at("/check/base").stringValue()).isEqualTo("passed");
    assertThat(root.at("/figures/sessions").intValue()).isEqualTo(2);
    assertThat(root.at("/figures/wallMillis").longValue()).isEqualTo(184_000 + 250_400);
  }

  @Test
  void everyTaskIsThere() {
    JsonNode tasks = json(SampleRuns.ended()).get("tasks");
    assertThat(tasks.size()).isEqualTo(12);
    JsonNode landed = task(tasks, "api-invoices");
    assertThat(landed.get("state").stringValue()).isEqualTo("landed");
    assertThat(landed.get("started").stringValue()).isEqualTo("2026-11-24T08:30:46Z");
    assertThat(landed.get("ended").stringValue()).isEqualTo("2026-11-24T22:57:42Z");
    assertThat(landed.get("attempts").intValue()).isEqualTo(2);
    assertThat(landed.get("commit").stringValue()).isEqualTo(RunScript.commit("api-invoices"));
    assertThat(landed.get("isolation").stringValue()).isEqualTo("not validated");
    assertThat(landed.at("/tries/0/reason").stringValue()).isEqualTo("conflict");
    assertThat(landed.at("/tries/1/reason").stringValue()).isEmpty();
    assertThat(landed.at("/changed/0").toString())
        .startsWith("{\"kind\":\"A\",\"path\":\"api/invoices/list.txt\"");

    JsonNode failed = task(tasks, "changelog");
    assertThat(failed.get("state").stringValue()).isEqualTo("failed");
    assertThat(failed.get("commit").stringValue()).isEmpty();
    assertThat(failed.get("isolation").stringValue()).isEmpty();

    JsonNode skipped = task(tasks, "release");
    assertThat(skipped.get("started").isNull()).isTrue();
    assertThat(skipped.get("attempts").intValue()).isZero();

    assertThat(task(json(SampleRuns.midRun()).get("tasks"), "web-invoices").get("state"))
        .hasToString("\"asking-start\"");
  }

  @Test
  void conflictsAndDecisionsAreThere() {
    JsonNode root = json(SampleRuns.ended());
    JsonNode conflict = root.at("/conflicts/0");
    assertThat(conflict.get("kind").stringValue()).isEqualTo("text");
    assertThat(conflict.get("tasks").toString()).isEqualTo("[\"api-invoices\",\"rename-money\"]");
    assertThat(conflict.get("paths").toString()).isEqualTo("[\"api/invoices/total.txt\"]");
    assertThat(conflict.get("open").booleanValue()).isFalse();
    assertThat(root.at("/conflicts/1/kind").stringValue()).isEqualTo("check");
    assertThat(root.at("/decisions/1").toString())
        .isEqualTo(
            "{\"at\":\"2026-11-24T22:58:08Z\",\"task\":\"web-invoices\",\"what\":\"approved before\",\"by\":\"ada\",\"message\":\"the new route, please\"}");
  }

  @Test
  void dependenciesAndAgentsAreThere() {
    JsonNode root = json(SampleRuns.ended());
    assertThat(root.get("dependencies").toString())
        .contains(
            "{\"from\":\"api-invoices\",\"to\":\"web-invoices\",\"provenance\":\"data\",\"detail\":\"route\",\"used\":\"unknown\"}");
    assertThat(root.at("/agents/3").toString())
        .isEqualTo(
            "{\"id\":\"AGT-004\",\"kind\":\"shell\",\"capacity\":1,\"tasks\":2,\"attempts\":4,\"failures\":3,\"busyMillis\":144900}");
  }

  @Test
  void aRunWhoseProcessDiedIsNotUnderWay() {
    RunReport report = RunReport.of(SampleRuns.midRun(), false, ZoneOffset.UTC);
    assertThat(mapper.readTree(report.toJson()).get("outcome").stringValue())
        .isEqualTo("cut-short");
    assertThat(report.toHtml())
        .contains("cut short")
        .contains("Its process is gone, last heard of at 24 November 2026, 08:32:50;")
        .doesNotContain("under way when");
  }

  @Test
  void whateverARunHoldsItIsJson() {
    assertThat(json(SampleRuns.hostile()).at("/tasks/0/id").stringValue()).isEqualTo("a<b>&\"'");
  }

  private JsonNode json(List<Entry> entries) {
    return mapper.readTree(RunReport.of(entries, true, ZoneOffset.UTC).toJson());
  }

  private static JsonNode task(JsonNode tasks, String id) {
    for (JsonNode task : tasks) {
      if (task.get("id").stringValue().equals(id)) {
        return task;
      }
    }
    throw new AssertionError("no task " + id);
  }
}
