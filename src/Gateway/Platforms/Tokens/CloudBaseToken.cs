using System.Text;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Gateway.Platforms.Tokens;

/// <summary>
/// Answers with the token that WeChat's cloud hosting (微信云托管) keeps in a file. Each call reads the file, which changes at any time.
/// </summary>
internal static class CloudBaseToken
{
    // About as large as WeChat lets other tokens grow, several times over.
    private const int Largest = 16 * 1024;

    /// <summary>Answers a request.</summary>
    public static async Task AnswerAsync(HttpContext context, WeChatPlatform platform)
    {
        if (platform.Options.CloudBaseTokenFile is not { Length: > 0 } file)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Missing("The platform has no CloudBaseTokenFile."));
            return;
        }

        var (token, problem) = await ReadAsync(file, context.RequestAborted);
        await (token is null
            ? ErrorWriter.WriteAsync(context,
                GatewayError.Of(StatusCodes.Status503ServiceUnavailable, $"The CloudBaseTokenFile {problem}."))
            : JsonBody.SendAsync(context, json => json.WriteString("cloudbase_access_token", token)));
    }

    private static async ValueTask<(string? Token, string Problem)> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(
                file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: true);
            var content = new byte[Largest + 1];
            var count = await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
            var token = Encoding.UTF8.GetString(content, 0, count).Trim();
            return count > Largest ? (null, $"has more than {Largest} bytes") : token.Length == 0 ? (null, "is empty") : (token, "");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, "cannot be read");
        }
    }
}
