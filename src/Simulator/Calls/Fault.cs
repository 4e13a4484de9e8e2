using System.Text.Json;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Describes how a call of the WeChat API fails.</summary>
public sealed record Fault
{
    private Fault()
    {
    }

    /// <summary>Gets the delay before anything else happens, in real time.</summary>
    public TimeSpan Wait { get; private init; }

    /// <summary>Gets the HTTP status of the answer, or null for 200.</summary>
    public int? StatusCode { get; private init; }

    /// <summary>Gets the body of the answer, or null to let the endpoint answer.</summary>
    public string? Body { get; private init; }

    /// <summary>Gets whether the connection is cut without an answer.</summary>
    public bool CutsConnection { get; private init; }

    /// <summary>Gets whether the endpoint does its work, and the connection is cut instead of answering.</summary>
    public bool LosesAnswer { get; private init; }

    /// <summary>Gets what the answer waits for, after the endpoint has done its work; null for nothing.</summary>
    public Task? AnswerWaitsFor { get; private init; }

    /// <summary>Returns a fault that delays the right answer; an infinite delay hangs until the caller gives up.</summary>
    public static Fault Delay(TimeSpan wait) => new() { Wait = wait };

    /// <summary>Returns a fault that answers with an HTTP status and an HTML page.</summary>
    public static Fault Status(int statusCode) => new() { StatusCode = statusCode, Body = $"<html><body>{statusCode}</body></html>" };

    /// <summary>Returns a fault that answers 200 with any text instead of JSON; <see cref="RawText"/> puts any bytes into it.</summary>
    public static Fault Garbage(string body = "<html>busy") => new() { Body = body };

    /// <summary>Returns a fault that answers with an errcode.</summary>
    public static Fault Error(int errorCode, string message = "simulated") =>
        new() { Body = JsonSerializer.Serialize(new { errcode = errorCode, errmsg = message }) };

    /// <summary>Returns a fault that cuts the connection without an answer.</summary>
    public static Fault Abort() => new() { CutsConnection = true };

    /// <summary>Returns a fault that lets the call take effect, then cuts the connection without an answer.</summary>
    public static Fault LoseAnswer() => new() { LosesAnswer = true };

    /// <summary>Returns a fault that lets the call take effect, and answers when a task has ended or the caller has given up.</summary>
    public static Fault AnswerAfter(Task moment) => new() { AnswerWaitsFor = moment };

    /// <summary>Returns the same fault, delayed in real time.</summary>
    public Fault After(TimeSpan wait) => this with { Wait = wait };

    /// <summary>Carries the fault out; returns true when the endpoint must still answer.</summary>
    internal async Task<bool> LetsPassAsync(HttpContext context)
    {
        if (Wait != TimeSpan.Zero)
        {
            await Task.Delay(Wait, context.RequestAborted);
        }

        if (CutsConnection)
        {
            context.Abort();
            return false;
        }

        if (Body is null)
        {
            return true;
        }

        context.Response.StatusCode = StatusCode ?? StatusCodes.Status200OK;
        context.Response.ContentType = "text/plain";
        await context.Response.Body.WriteAsync(RawText.Encode(Body), context.RequestAborted);
        return false;
    }
}
