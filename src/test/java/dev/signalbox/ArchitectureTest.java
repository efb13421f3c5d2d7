package dev.signalbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The house: packages point one way.
@AnalyzeClasses(packages = "dev.signalbox", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.signalbox..")
          .layer("claim")
          .definedBy("dev.signalbox.claim..")
          .layer("plan")
          .definedBy("dev.signalbox.plan..")
          .layer("graph")
          .definedBy("dev.signalbox.graph..")
          .layer("process")
          .definedBy("dev.signalbox.process..")
          .layer("agent")
          .definedBy("dev.signalbox.agent..")
          .layer("watch")
          .definedBy("dev.signalbox.watch..")
          .layer("workspace")
          .definedBy("dev.signalbox.workspace..")
          .layer("conflict")
          .definedBy("dev.signalbox.conflict..")
          .layer("engine")
          .definedBy("dev.signalbox.engine..")
          .layer("journal")
          .definedBy("dev.signalbox.journal..")
          .layer("report")
          .definedBy("dev.signalbox.report..")
          .layer("service")
          .definedBy("dev.signalbox.service..")
          .layer("app")
          .definedBy("dev.signalbox.app..")
          .layer("console")
          .definedBy("dev.signalbox.console..")
          .layer("main")
          .definedBy("dev.signalbox")
          .whereLayer("main")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("console")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("app")
          .mayOnlyBeAccessedByLayers("console", "main")
          .whereLayer("service")
          .mayOnlyBeAccessedByLayers("app", "console")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("app", "console")
          .whereLayer("journal")
          .mayOnlyBeAccessedByLayers("service", "app")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("journal", "report", "service", "app", "console")
          .whereLayer("conflict")
          .mayOnlyBeAccessedByLayers("engine", "journal", "report", "service", "app", "console")
          .whereLayer("workspace")
          .mayOnlyBeAccessedByLayers("conflict", "engine", "journal", "report", "app", "console")
          .whereLayer("watch")
          .mayOnlyBeAccessedByLayers(
              "workspace", "conflict", "engine", "journal", "report", "app", "console")
          .whereLayer("agent")
          .mayOnlyBeAccessedByLayers("engine", "app")
          .whereLayer("process")
          .mayOnlyBeAccessedByLayers("agent", "watch", "workspace", "conflict", "app")
          .because(
              "a newcomer finds a line by its package, and what lies below can be understood,"
                  + " tested and used without what lies above");

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching("dev.signalbox.(*)..")
          .should()
          .beFreeOfCycles()
          .because("two packages that need each other are one package");

  @ArchTest
  static final ArchRule noJavaFxBelowTheConsole =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.signalbox.console..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..")
          .because("everything but the window works on a machine without a display");

  @ArchTest
  static final ArchRule onlyTheJournalKnowsSql =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.signalbox.journal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..")
          .because("the log on disk has one reader and one writer, and may change its format");

  @ArchTest
  static final ArchRule onlyTheGraphAndItsCanvasKnowJGraphT =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.signalbox.graph..", "dev.signalbox.console.graph..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jgrapht..", "org.eclipse.elk..")
          .because("how a graph is computed and laid out is nobody else's business");

  @ArchTest
  static final ArchRule theEngineTouchesNoFilesOfTheRepositoryAndNoProcesses =
      noClasses()
          .that()
          .resideInAPackage("dev.signalbox.engine..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("GitWorkspace")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("ShellRunner")
          .because("the engine runs against fakes and in a simulator");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.signalbox.app.command..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("what people read on a terminal is said in one place");

  @ArchTest
  static final ArchRule aViewModelKnowsNoControl =
      noClasses()
          .that()
          .resideInAPackage("dev.signalbox.console..")
          .and()
          .haveSimpleNameEndingWith("ViewModel")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx.scene.control..", "javafx.scene.layout..")
          .because("what a view does can be tested without a window");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .that()
          .haveSimpleName("package-info")
          .should()
          .beAnnotatedWith("org.jspecify.annotations.NullMarked")
          .because("NullAway checks only what is marked");
}
