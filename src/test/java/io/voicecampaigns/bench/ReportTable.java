package io.voicecampaigns.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of one run, as it stands in the README. */
final class ReportTable {
    private final List<String> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    /** A machine with other work to do tells nothing of latencies: then the processor time of a contact is what to read. */
    private final double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    void add(String row) {
        rows.add(row);
        System.out.println(row);
    }

    void note(String text) {
        notes.add(text);
        System.out.println(text);
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| measure | must | aim | median (least–most) | met | |");
        lines.add("| --- | --- | --- | --- | --- | --- |");
        lines.addAll(rows);
        lines.add("");
        lines.addAll(notes);
        lines.add(LocalDate.now(ZoneOffset.UTC) + ", " + System.getProperty("os.name") + ", " + processor() + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Java " + System.getProperty("java.version") + "; load before the run "
                + String.format(Locale.ROOT, "%.1f.", loadBefore));
        Files.write(file, lines);
        System.out.println(String.join("\n", lines));
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return !Files.exists(info) ? System.getProperty("os.arch") : Files.readAllLines(info).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2)).findFirst().orElse(System.getProperty("os.arch"));
    }
}
