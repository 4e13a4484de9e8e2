using System.Globalization;
using System.Text;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>The answer to a link that cannot lead to WeChat's authorize page, for the author of the link.</summary>
internal sealed record AuthorizeError(int Status, string Message)
{
    /// <summary>Returns the error of a service without a public address.</summary>
    public static AuthorizeError NotConfigured()
        => new(StatusCodes.Status404NotFound, "No redirect can be started here: PublicUrl or OAuthPath is not set.");

    /// <summary>Returns the error of a wrong parameter.</summary>
    public static AuthorizeError BadParameter(string name, string problem) => new(StatusCodes.Status400BadRequest, $"{name} {problem}.");

    /// <summary>Writes the answer. The message contains nothing of the request.</summary>
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
