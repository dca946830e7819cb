package io.voicecampaigns.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that is asked things by lines on its standard input. What it says besides goes to a log. It ends with its input. */
final class Child implements AutoCloseable {
    /** Begins the one line that answers a question; other lines on standard output are skipped. */
    static final String ANSWER = "> ";

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter questions;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * @param main starts it; {@code -Dbench.jvm=…} gives every such JVM more options, in which {@code %m} is this class, for profiles
     * @param heap as for {@code -Xmx}
     */
    static Child start(Class<?> main, String heap, Path log, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap, "-Dlog.target=System.err", "-cp", System.getProperty("java.class.path")));
        String more = System.getProperty("bench.jvm", "");
        if (!more.isBlank()) {
            command.addAll(List.of(more.replace("%m", main.getSimpleName()).split(" ")));
        }
        command.add(main.getName());
        command.addAll(arguments);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new Child(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String ask(String question) {
        questions.println(question);
        return answer(ANSWER);
    }

    /** The rest of the next line that begins like this. */
    String answer(String beginning) {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the process has ended; see " + log);
    }

    /** Processor time that the process has used, in seconds; 0 where the system does not tell. */
    double processorSeconds() {
        return process.info().totalCpuDuration().map(used -> used.toNanos() / 1e9).orElse(0.0);
    }

    /** Memory that the process holds now, in MiB; 0 where the system does not tell. */
    long residentMebibytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024).findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        questions.close();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
