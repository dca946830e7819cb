package io.voicecampaigns.contact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts lists into a folder and reads them whole. */
final class ListFixture {
    private final Path folder;

    ListFixture(Path folder) {
        this.folder = folder;
    }

    ContactFile opened(String name, String text) {
        return opened(name, text.getBytes(StandardCharsets.UTF_8));
    }

    ContactFile opened(String name, String text, String charset) {
        return opened(name, text.getBytes(Charset.forName(charset)));
    }

    ContactFile opened(String name, byte[] content) {
        try {
            return ContactFile.open(Files.write(folder.resolve(name), content), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Entry> entries(String name, String text) {
        return entries(opened(name, text));
    }

    static List<Entry> entries(ContactFile file) {
        try (file) {
            List<Entry> all = new ArrayList<>();
            for (List<Entry> batch = file.next(2); !batch.isEmpty(); batch = file.next(2)) {
                all.addAll(batch);
            }
            return all;
        }
    }

    /** {@code 2:[Ana, 612]} for a row that begins in line 2, {@code 3!reason} for a bad one. */
    static String told(Entry entry) {
        return entry instanceof Bad bad ? bad.line() + "!" + bad.reason() : entry.line() + ":" + entry.cells();
    }
}
