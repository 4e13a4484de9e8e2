using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>
/// <c>GET …/qrcode?kind=trial|release&amp;path</c>: a picture that opens a version of a mini program. It streams, with its true type.
/// </summary>
internal sealed class QrCodeEndpoint(CodeApi code, CodeAccounts accounts, CodeAnswers answers) : IPlatformEndpoints
{
    private const string Trial = "trial";
    private const string Release = "release";

    // WeChat wants a scene, and the page gets it.
    private const string UsualScene = "qrcode";
    private const int LongestScene = 32;
    private const string SceneCharacters = "!#$&'()*+,/:;=?@-._~%";

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints => [accounts.Endpoint(HttpMethods.Get, "/qrcode",
            new Description("Returns a QR code of a version.", "kind: trial or release", "path: the page") { AnswerType = "image/jpeg" },
            GetAsync)];

    private async Task GetAsync(HttpContext context, Account account)
    {
        var query = new CodeQuery(context.Request.Query, "kind", "path");
        var isTrial = query.OneOf("kind", Trial, Release) == Trial;
        var path = query.Text("path")?.TrimStart('/');
        var (page, scene) = Split(path);
        if (!isTrial && (scene.Length > LongestScene || !scene.All(IsOfScene)))
        {
            query.Refuse("path", $"must have 1 to {LongestScene} visible characters after its ?, which the page gets as its scene");
        }

        if (query.Error is { } wrong)
        {
            await ErrorWriter.WriteAsync(context, wrong);
            return;
        }

        var result = isTrial
            ? await code.TrialQrCodeAsync(account, path, context.RequestAborted)
            : await code.ReleaseQrCodeAsync(account, page, scene, context.RequestAborted);
        if (!result.TryGet(out var picture, out var error))
        {
            await answers.SendErrorAsync(context, account, isTrial ? CodeCalls.TrialQrCode : CodeCalls.ReleaseQrCode, error);
            return;
        }

        using (picture)
        {
            await SendAsync(context, picture);
        }
    }

    private static async Task SendAsync(HttpContext context, WeChatPicture picture)
    {
        context.Response.ContentType = picture.ContentType;
        context.Response.ContentLength = picture.Length;
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await picture.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // Half a picture must not look like a whole one.
            context.Abort();
        }
    }

    private static (string? Page, string Scene) Split(string? path)
    {
        var mark = path?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return mark < 0 ? (path, UsualScene)
            : (mark == 0 ? null : path![..mark], path![(mark + 1)..] is { Length: > 0 } scene ? scene : UsualScene);
    }

    private static bool IsOfScene(char character) => char.IsAsciiLetterOrDigit(character) || SceneCharacters.Contains(character);
}
