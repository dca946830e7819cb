package io.voicecampaigns.privacy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is taken out of a text before it is logged. Errs towards taking out too much. Masked text stays as it is when masked again.
 * Linear in the length of the text, so that a logged body cannot stall a thread. Safe for use by several threads.
 */
final class Redaction {
    private static final String OUR_PACKAGE = "io.voicecampaigns";
    private static final int SHORTEST_SECRET = 4;

    private static final Pattern URL = Pattern.compile(
            "(https?|wss?|ftps?|sftp|s3|gs)(?::|%3A)(?:\\\\?/|%2F){2}([^\\s/?#\"'<>\\\\%]*)([^\\s\"'<>]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER_INFO_OR_QUERY = Pattern.compile("(?<=://)[^\\s/@\"'<>]*+@|(?<=[\\w/])\\?[\\w.-]++=[^\\s\"'<>\\])]*+");
    private static final Pattern E_MAIL = Pattern.compile(
            "(?<![\\p{L}\\p{N}._+'-])[\\p{L}\\p{N}._+'-]++(?:@|%40)[\\p{L}\\p{N}-]++\\.[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}]");
    private static final Pattern CREDENTIALS = Pattern.compile(
            "\\b(?:(bearer )\\S{8,}|((?:authorization|cookie): ?)\\S[^\\r\\n\"']*)", Pattern.CASE_INSENSITIVE);

    private static final Pattern EXCEPTION_NAME = Pattern.compile("(?<=[\\w$])(?:Exception|Error|Throwable)(?![\\w$])");
    private static final Pattern EXCHANGE_CONTENT = Pattern.compile("\\b(?:Body|Headers|Variables|Properties): ");

    private volatile List<String> secrets = List.of();

    static boolean isOurs(String loggerOrClass) {
        return loggerOrClass.startsWith(OUR_PACKAGE)
                && (loggerOrClass.length() == OUR_PACKAGE.length() || loggerOrClass.charAt(OUR_PACKAGE.length()) == '.');
    }

    synchronized void addSecret(String value) {
        if (value == null || value.strip().length() < SHORTEST_SECRET) {
            return;
        }
        // the longest first: a secret may be part of another one
        Set<String> all = new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        all.addAll(secrets);
        String secret = value.strip();
        all.add(secret);
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        all.add(Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
        secrets = List.copyOf(all);
    }

    /** Masks what can be recognised anywhere. Null stays null. */
    String mask(String text) {
        if (text == null) {
            return null;
        }
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "[secret]");
        }
        masked = CREDENTIALS.matcher(masked).replaceAll("$1$2[secret]");
        masked = URL.matcher(masked).replaceAll(found -> Matcher.quoteReplacement(onlyHost(found.group(1), found.group(2), found.group(3))));
        if (masked.indexOf('?') >= 0 || masked.indexOf('@') >= 0) {
            masked = USER_INFO_OR_QUERY.matcher(masked).replaceAll(found -> found.group().startsWith("?") ? "?..." : "");
        }
        if (masked.indexOf('@') >= 0 || masked.contains("%40")) {
            masked = E_MAIL.matcher(masked).replaceAll("[e-mail]");
        }
        return LongNumbers.mask(masked);
    }

    /** As {@link #mask}, for a line that is not ours: cut where an exception's own text or an exchange's content begins. */
    String maskForeign(String text, Throwable thrown) {
        if (text == null) {
            return null;
        }
        String cut = text;
        for (Throwable one = thrown; one != null && one.getCause() != one; one = one.getCause()) {
            if (one.getMessage() != null && !one.getMessage().isBlank()) {
                cut = cut.replace(one.getMessage(), "[withheld]");
            }
        }
        return mask(cutAfter(EXCHANGE_CONTENT, cutAfter(EXCEPTION_NAME, cut)));
    }

    /** The message that may be printed for {@code thrown} itself, whose causes are asked for singly. Null where it has none. */
    String messageOf(Throwable thrown) {
        String message = thrown.getMessage();
        if (message == null) {
            return null;
        }
        if (!isOurs(thrown.getClass().getName())) {
            return thrown instanceof SQLException sql
                    ? "[withheld; SQL state " + sql.getSQLState() + ", code " + sql.getErrorCode() + "]"
                    : "[withheld]";
        }
        // new X(cause) takes over the cause's text, which nobody chose to show
        Throwable cause = thrown.getCause();
        boolean borrowed = cause != null && message.equals(cause.toString());
        return Shown.lines(mask(borrowed ? nameUnlessOurs(cause).toString() : message));
    }

    /** The arguments of a log line, with exceptions that are not ours replaced by their class names. */
    Object[] withoutForeignExceptions(Object[] values) {
        if (values == null) {
            return null;
        }
        Object[] safe = values.clone();
        for (int i = 0; i < safe.length; i++) {
            safe[i] = safe[i] instanceof Throwable thrown ? nameUnlessOurs(thrown) : safe[i];
        }
        return safe;
    }

    private static Object nameUnlessOurs(Throwable thrown) {
        String name = thrown.getClass().getName();
        return isOurs(name) ? thrown : name;
    }

    private static String onlyHost(String scheme, String authority, String rest) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return scheme + "://" + host + (rest.isEmpty() || rest.equals("/") ? rest : "/...");
    }

    private static String cutAfter(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() && found.end() < text.length() ? text.substring(0, found.end()) + "..." : text;
    }
}
