using System.Globalization;
using System.Text;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Why no redirect can be started, for whoever made the link.</summary>
internal sealed record StartError(int Status, string Message)
{
    /// <summary>Returns the error of a gateway that does not know its own address.</summary>
    public static StartError NotConfigured() => new(StatusCodes.Status404NotFound, "No redirect can be started here: PublicUrl or OAuthPath is not set.");

    /// <summary>Returns the error of a parameter.</summary>
    public static StartError BadParameter(string name, string problem) => new(StatusCodes.Status400BadRequest, $"{name} {problem}.");

    /// <summary>Answers with it. The message is a text of ours, with nothing of the request in it.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var body = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"code":{{Status}},"msg":"{{Message}}"}"""));
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
