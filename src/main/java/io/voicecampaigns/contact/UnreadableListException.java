package io.voicecampaigns.contact;

/**
 * A file that cannot be read as a list, or not from some line on. The message is for the person who put it there; it holds no
 * cell of the file.
 */
public final class UnreadableListException extends RuntimeException {
    private final String file;
    private final long line;
    private final String reason;
    private final String whatToDo;

    /** @param line counted from 1 */
    public UnreadableListException(String file, long line, String reason, String whatToDo) {
        super(file + ":" + line + ": " + reason + ": " + whatToDo);
        this.file = file;
        this.line = line;
        this.reason = reason;
        this.whatToDo = whatToDo;
    }

    public String file() {
        return file;
    }

    public long line() {
        return line;
    }

    public String reason() {
        return reason;
    }

    public String whatToDo() {
        return whatToDo;
    }
}
