using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Endpoints.Services;
using WxYarpGateway.Platform.AuthorizationPages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>
/// <c>GET …/authorization-url?client=pc|h5&amp;authType&amp;bizAppid&amp;categories&amp;state&amp;life</c>: a link for an account's owner,
/// and its QR code.
/// </summary>
internal sealed class InvitationEndpoint(AuthorizationLinks links) : IPlatformEndpoints
{
    private const string DataUrl = "data:image/png;base64,";
    private const int LongestState = 512;
    private const int MostCategories = 100;
    private const int LargestAuthType = 9;

    private static readonly string[] Known = ["client", "authType", "bizAppid", "categories", "state", "life"];
    private static readonly TimeSpan UsualLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints => [new(HttpMethods.Get, "/authorization-url",
            new Description(
                "Makes a link on which an account authorizes the platform.",
                "client: pc or h5",
                "authType: which kinds of accounts",
                "bizAppid: the only account that may",
                "categories: the permissions, separated by commas",
                "state: comes back with the account",
                "life: how long the link opens"),
            MakeAsync)];

    private async Task MakeAsync(HttpContext context, WeChatPlatform platform)
    {
        if (platform.PublicUrl is null || platform.Options.Authorization.Path.Length == 0)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Of(
                StatusCodes.Status409Conflict,
                $"There is no page to link to. Set Gateway:PublicUrl, and Authorization:Path of the service '{platform.Name}'."));
            return;
        }

        var errors = new List<RequestError>();
        var query = context.Request.Query;
        errors.AddRange(query.Keys.Except(Known, StringComparer.Ordinal).Select(name => new RequestError(name, "is unknown")));
        errors.AddRange(Known.Where(name => query[name].Count > 1).Select(name => new RequestError(name, "is given more than once")));
        var client = ClientOf(query["client"].ToString(), errors);
        var invitation = InvitationOf(query, platform, errors);
        var life = LifeOf(query["life"].ToString(), errors);
        if (errors.Count > 0)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Refused(string.Join(' ', errors)) with { Errors = errors });
            return;
        }

        var url = (await links.MakeAsync(platform, client, invitation, life, context.RequestAborted)).AbsoluteUri;
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteString("url"u8, url);
            json.WriteString("qr"u8, DataUrl + Convert.ToBase64String(QrPicture.Png(url, QrPicture.UsualSize)));
        });
    }

    private static AuthorizationClient ClientOf(string text, List<RequestError> errors)
    {
        if (text is not ("" or "pc" or "h5"))
        {
            errors.Add(new RequestError("client", "must be pc or h5"));
        }

        return text == "h5" ? AuthorizationClient.H5 : AuthorizationClient.Pc;
    }

    private static Invitation InvitationOf(IQueryCollection query, WeChatPlatform platform, List<RequestError> errors)
    {
        int? authType = null;
        if (query["authType"].ToString() is { Length: > 0 } text)
        {
            authType = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and <= LargestAuthType
                ? number
                : Refused<int?>("authType", $"must be a number from 1 to {LargestAuthType}");
        }

        var bizAppId = query["bizAppid"].ToString() is { Length: > 0 } biz
            ? AppId.TryParse(biz, out _) ? biz : Refused<string?>("bizAppid", "must be an AppId")
            : null;
        var categories = query["categories"].ToString() is { Length: > 0 } list ? list.Split(',', '|') : null;
        if (categories is not null
            && (categories.Length > MostCategories
                || categories.Any(category => category.Length is 0 or > 9 || !category.All(char.IsAsciiDigit))))
        {
            Refused<string?>("categories", $"must be at most {MostCategories} numbers with commas between them");
        }

        var state = query["state"].ToString() is { Length: > 0 } given ? given : null;
        if (state?.Length > LongestState)
        {
            Refused<string?>("state", $"must have at most {LongestState} characters");
        }

        return new Invitation(platform.AppId.Value, authType, bizAppId, categories, state);

        T? Refused<T>(string name, string problem)
        {
            errors.Add(new RequestError(name, problem));
            return default;
        }
    }

    private static TimeSpan LifeOf(string text, List<RequestError> errors)
    {
        if (text.Length == 0)
        {
            return UsualLife;
        }

        if (TimeText.TryParse(text, out var life) && life >= ShortestLife && life <= Invitation.LongestLife)
        {
            return life;
        }

        errors.Add(new RequestError("life", "must be a time from 00:01:00 to 30.00:00:00"));
        return UsualLife;
    }
}
