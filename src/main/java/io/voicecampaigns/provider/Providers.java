package io.voicecampaigns.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The provider accounts of this installation. Immutable. */
public final class Providers {
    private static final Pattern KEY = Pattern.compile("providers\\.([^.]+)\\.(base-url|api-key|max-concurrent)");

    private final Map<String, ProviderAccount> accounts;

    public Providers(Collection<ProviderAccount> accounts) {
        Map<String, ProviderAccount> byName = new TreeMap<>();
        accounts.forEach(account -> byName.put(account.name(), account));
        this.accounts = Collections.unmodifiableMap(byName);
    }

    /**
     * Reads {@code providers.<name>.base-url}, {@code .api-key} and {@code .max-concurrent}; other keys are left to others. A
     * provider with neither address nor key is not configured, which is no problem.
     *
     * @throws InvalidProviderException naming every problem of every account
     */
    public static Providers of(Map<String, String> settings) {
        SortedSet<String> names = new TreeSet<>();
        settings.keySet().forEach(key -> {
            Matcher matcher = KEY.matcher(key);
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        });
        List<Problem> problems = new ArrayList<>();
        List<ProviderAccount> accounts = new ArrayList<>();
        names.forEach(name -> new Reader(name, settings, problems).read().ifPresent(accounts::add));
        if (!problems.isEmpty()) {
            throw new InvalidProviderException(problems);
        }
        return new Providers(accounts);
    }

    public Optional<ProviderAccount> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /** Ordered by name. */
    public Collection<ProviderAccount> all() {
        return accounts.values();
    }

    private record Reader(String name, Map<String, String> settings, List<Problem> problems) {

        Optional<ProviderAccount> read() {
            Optional<String> url = value("base-url");
            Optional<String> key = value("api-key");
            if (url.isEmpty() && key.isEmpty()) {
                return Optional.empty();
            }
            int before = problems.size();
            Optional<URI> address = url.flatMap(this::address);
            if (url.isEmpty()) {
                problem("base-url", "is missing, while there is a key");
            }
            if (key.isEmpty()) {
                problem("api-key", "is missing, while there is an address");
            }
            key.ifPresent(text -> ProviderAccount.problemsOfKey(text).forEach(reason -> problem("api-key", reason)));
            OptionalInt maxConcurrent = maxConcurrent();
            if (problems.size() > before) {
                return Optional.empty();
            }
            try {
                return Optional.of(new ProviderAccount(name, address.orElseThrow(), new Secret(key.orElseThrow()),
                        maxConcurrent));
            } catch (IllegalArgumentException e) {
                problem("base-url", e.getMessage());
                return Optional.empty();
            }
        }

        private Optional<URI> address(String text) {
            try {
                URI url = new URI(text);
                List<String> wrong = ProviderAccount.problemsOfUrl(url);
                wrong.forEach(reason -> problem("base-url", reason));
                return wrong.isEmpty() ? Optional.of(url) : Optional.empty();
            } catch (URISyntaxException e) {
                problem("base-url", "must be an address such as https://api.example.com");
                return Optional.empty();
            }
        }

        private OptionalInt maxConcurrent() {
            Optional<String> text = value("max-concurrent");
            if (text.isEmpty()) {
                return OptionalInt.empty();
            }
            if (text.get().matches("[1-9]\\d{0,5}")) {
                return OptionalInt.of(Integer.parseInt(text.get()));
            }
            problem("max-concurrent", "must be a number of calls from 1 to 999999");
            return OptionalInt.empty();
        }

        private Optional<String> value(String field) {
            return Optional.ofNullable(settings.get("providers." + name + "." + field)).map(String::strip)
                    .filter(text -> !text.isEmpty());
        }

        private void problem(String field, String reason) {
            problems.add(new Problem("settings", 0, "providers." + name + "." + field, reason));
        }
    }
}
