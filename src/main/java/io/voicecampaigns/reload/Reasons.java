package io.voicecampaigns.reload;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.PropertyBindingException;

/** What Camel's exceptions mean to somebody who has edited a file. Values of options are left out: they may be secrets. */
final class Reasons {
    private static final Pattern UNKNOWN_OPTIONS = Pattern.compile("Unknown parameters=\\[\\{(.*)}]", Pattern.DOTALL);
    private static final Pattern UNKNOWN_SETTING = Pattern.compile("Property with key \\[([^]]+)] (?:not found|using function \\[\\w+] returned null)");
    private static final Pattern UNKNOWN_WORD = Pattern.compile("(Unsupported field|Unknown node id|Unknown expression with id): (\\S+)");
    private static final Pattern MISSING_FILE = Pattern.compile("Resource not found: .*/([\\w.-]+)\\.kamelet\\.yaml");
    private static final Pattern LINE = Pattern.compile("line (\\d+), column");
    private static final int MOST_CHARACTERS = 200;

    private Reasons() {
    }

    static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            Optional<String> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        Throwable last = failure;
        while (next(last) != null) {
            last = next(last);
        }
        return last.getClass().getSimpleName() + ": " + firstLine(last.getMessage());
    }

    private static Optional<String> known(Throwable cause) {
        if (cause instanceof NoSuchBeanException bean) {
            return Optional.of("unknown bean " + bean.getName());
        }
        if (cause instanceof NoSuchEndpointException endpoint && endpoint.getUri() != null) {
            return Optional.of("unknown component " + endpoint.getUri().replaceFirst("(?s)[:?].*", ""));
        }
        if (cause instanceof Trial.ScheduleException schedule) {
            return Optional.of(schedule.getMessage());
        }
        if (cause instanceof NoSuchLanguageException language) {
            return Optional.of("unknown language " + language.getLanguage());
        }
        if (cause instanceof PropertyBindingException binding && next(cause) == null && binding.getOptionKey() != null) {
            return Optional.of("unknown setting " + binding.getOptionPrefix() + binding.getOptionKey());
        }
        String message = String.valueOf(cause.getMessage());
        Matcher word = UNKNOWN_WORD.matcher(message);
        if (word.find()) {
            return Optional.of((word.group(1).contains("node") ? "unknown step " : word.group(1).contains("expression") ? "unknown language " : "unknown field ")
                    + word.group(2));
        }
        Matcher setting = UNKNOWN_SETTING.matcher(message);
        if (setting.find()) {
            return Optional.of("there is no setting " + setting.group(1));
        }
        Matcher options = UNKNOWN_OPTIONS.matcher(message);
        if (next(cause) == null && options.find()) {
            return Optional.of("unknown option " + options.group(1).replaceAll("=[^,]*(, |$)", "$1"));
        }
        Matcher file = MISSING_FILE.matcher(message);
        return file.find() ? Optional.of("there is no kamelet " + file.group(1)) : Optional.empty();
    }

    /** The field, step or option that Camel does not know, where that is what is wrong. */
    static Optional<String> unknownWord(Throwable failure) {
        Matcher matcher = Pattern.compile("unknown (?:field|step|language|option) (\\S+)").matcher(of(failure));
        return matcher.find() ? Optional.of(matcher.group(1).replace(",", "")) : Optional.empty();
    }

    /** From 1; 0 where the exceptions name none. */
    static int line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            Matcher matcher = LINE.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        return 0;
    }

    private static Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }

    private static String firstLine(String message) {
        String line = String.valueOf(message).lines().findFirst().orElse("").strip();
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
