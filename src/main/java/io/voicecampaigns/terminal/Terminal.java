package io.voicecampaigns.terminal;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What standard output can do.
 *
 * @param interactive whether a person watches, and a line may be drawn over
 * @param width       columns, at least 1
 */
public record Terminal(boolean interactive, int width) {
    private static final int USUAL_WIDTH = 80;

    public Terminal {
        if (width < 1) {
            throw new IllegalArgumentException("a terminal has at least one column");
        }
    }

    /** Looks at this process's console, environment and encoding. On a terminal this may ask {@code stty} for the width, once. */
    public static Terminal detect() {
        boolean interactive = isInteractive(isTerminal(System.console()), System.getenv());
        return new Terminal(interactive, interactive ? width(System.getenv()) : USUAL_WIDTH);
    }

    static boolean isInteractive(boolean console, Map<String, String> environment) {
        String ci = environment.getOrDefault("CI", "");
        return console && !environment.getOrDefault("TERM", "dumb").equals("dumb") && (ci.isEmpty() || ci.equals("false"));
    }

    // from Java 22 on there is a console even where output goes to a file; it can be asked only by reflection from Java 17
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    private static int width(Map<String, String> environment) {
        int exported = positive(environment.getOrDefault("COLUMNS", ""));
        int asked = exported > 0 ? exported : askStty();
        return asked > 0 ? asked : USUAL_WIDTH;
    }

    private static int askStty() {
        File tty = new File("/dev/tty");
        if (!tty.exists()) {
            return 0;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(tty).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return 0;
            }
            String[] rowsAndColumns = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ");
            return rowsAndColumns.length == 2 ? positive(rowsAndColumns[1]) : 0;
        } catch (IOException noStty) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static int positive(String number) {
        return number.matches("[1-9]\\d{0,4}") ? Integer.parseInt(number) : 0;
    }
}
