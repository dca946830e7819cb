package io.voicecampaigns.operate;

/** What somebody asked for is not done; nothing has changed. */
public final class RefusedException extends RuntimeException {
    public static final int BAD_REQUEST = 400;
    public static final int NOT_FOUND = 404;
    public static final int CONFLICT = 409;
    public static final int UNAVAILABLE = 503;

    private final int status;
    private final String todo;

    /**
     * @param status of HTTP, from 400 on
     * @param error  why not
     * @param todo   what to do next, for a person
     */
    public RefusedException(int status, String error, String todo) {
        super(error);
        this.status = status;
        this.todo = todo;
    }

    public static RefusedException badRequest(String error, String todo) {
        return new RefusedException(BAD_REQUEST, error, todo);
    }

    public static RefusedException notFound(String error, String todo) {
        return new RefusedException(NOT_FOUND, error, todo);
    }

    public static RefusedException conflict(String error, String todo) {
        return new RefusedException(CONFLICT, error, todo);
    }

    public int status() {
        return status;
    }

    public String todo() {
        return todo;
    }
}
