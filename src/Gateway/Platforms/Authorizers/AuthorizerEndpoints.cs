using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.Gateway.Platforms.Authorizers;

/// <summary>
/// The accounts in a platform's care: <c>GET …/authorizers</c>, <c>GET|PATCH …/authorizers/{appid}</c>, and
/// <c>POST …/authorizers/{appid}/refresh</c>, which asks WeChat about the account and renews its token now.
/// </summary>
internal sealed class AuthorizerEndpoints(
    IAuthorizerStore authorizers,
    AuthorizerChanges changes,
    AuthorizerInquiry inquiry,
    IChangeHistory history,
    ITokenService tokens,
    TokenStates states)
    : IPlatformEndpoints
{
    private const int LargestBody = 64 * 1024;

    private static readonly GatewayError NoAuthorizer = GatewayError.Missing("The platform has no such account.");

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        new(HttpMethods.Get, "/authorizers",
            new Description(
                "Searches the accounts in the platform's care.",
                "status: the status",
                "kind: the kind of account",
                "tag: a tag",
                "name: a part of the name",
                "after: the next of the page before",
                "limit: at most so many"),
            SearchAsync),
        new(HttpMethods.Get, "/authorizers/{appid}", "Shows an account.", GetAsync),
        new(HttpMethods.Patch, "/authorizers/{appid}",
            new Description("Changes what the platform says of an account.") { Body = """{"tags":["vip"]}""" },
            PatchAsync),
        new(HttpMethods.Post, "/authorizers/{appid}/refresh", "Asks WeChat about an account now.", RefreshAsync),
    ];

    private async Task SearchAsync(HttpContext context, WeChatPlatform platform)
    {
        var (search, error) = AuthorizerQuestion.Read(context.Request.Query);
        if (search is null)
        {
            await ErrorWriter.WriteAsync(context, error!);
            return;
        }

        // One more than asked for tells whether there is a next page.
        var found = await authorizers.SearchAsync(platform.AppId, search with { Limit = search.Limit + 1 }, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("authorizers"u8);
            foreach (var details in found.Take(search.Limit))
            {
                json.WriteStartObject();
                AuthorizerAnswer.WriteShort(json, details);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next"u8, found.Count > search.Limit ? found[search.Limit - 1].Authorizer.AppId.Value : null);
        });
    }

    private async Task GetAsync(HttpContext context, WeChatPlatform platform)
    {
        if (await FindAsync(context, platform) is { } details)
        {
            await SendAsync(context, platform, details);
        }
    }

    private async Task PatchAsync(HttpContext context, WeChatPlatform platform)
    {
        var (body, tooLarge) = await SmallBody.ReadAsync(context.Request, LargestBody, context.RequestAborted);
        if (tooLarge is not null)
        {
            await ErrorWriter.WriteAsync(context, tooLarge);
            return;
        }

        var edit = AuthorizerEdit.Read(body, platform.Backends);
        if (edit.Errors.Count > 0)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Refused([.. edit.Errors.Select(error => new RequestError(error.Path, error.Problem))]));
            return;
        }

        if (await Caller.ReadAsync(context) is not { } caller)
        {
            return;
        }

        edit.By = caller;
        var written = AppId.TryParse((string?)context.GetRouteValue("appid"), out var appId)
            ? await authorizers.EditAsync(platform.AppId, appId, edit, EditedTag.Expected(context.Request), context.RequestAborted)
            : new AuthorizerWrite(Details: null, IsDone: false);
        if (written is not { Details: { } details })
        {
            await ErrorWriter.WriteAsync(context, NoAuthorizer);
        }
        else if (!written.IsDone)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Of(
                StatusCodes.Status412PreconditionFailed, "The account was edited in the meantime; get it again."));
        }
        else
        {
            // The edit is made; also when the caller hangs up, the replicas must learn of it.
            await changes.PublishAsync(platform.AppId, appId, CancellationToken.None);
            await SendAsync(context, platform, details);
        }
    }

    private async Task RefreshAsync(HttpContext context, WeChatPlatform platform)
    {
        if (await FindAsync(context, platform) is not { } details || await Caller.ReadAsync(context) is not { } caller)
        {
            return;
        }

        var appId = details.Authorizer.AppId;
        await history.NoteRefreshAsync(platform.AppId, appId, details.Authorizer.State.ToString(), caller, context.RequestAborted);
        var answer = await inquiry.AskAsync(platform, appId, InquiryReason.Asked, context.RequestAborted);
        if (answer.Error is { } error)
        {
            await ErrorWriter.WriteAsync(context, AuthorizerAnswer.ErrorOf(error));
            return;
        }

        var account = AuthorizerKey.AccountOf(platform.Account, appId, details.Authorizer.Kind);
        var current = await tokens.GetAsync(account, context.RequestAborted);
        var renewed = current.TryGet(out var token, out var noToken)
            ? await tokens.ReplaceAsync(account, token.Value, context.RequestAborted) : noToken;
        if (!renewed.TryGet(out _, out var notRenewed))
        {
            await ErrorWriter.WriteAsync(context, AuthorizerAnswer.ErrorOf(notRenewed));
        }
        else if (await FindAsync(context, platform) is { } refreshed)
        {
            await SendAsync(context, platform, refreshed);
        }
    }

    private async ValueTask<AuthorizerDetails?> FindAsync(HttpContext context, WeChatPlatform platform)
    {
        var details = AppId.TryParse((string?)context.GetRouteValue("appid"), out var appId)
            ? await authorizers.FindAsync(platform.AppId, appId, context.RequestAborted) : null;
        if (details is null)
        {
            await ErrorWriter.WriteAsync(context, NoAuthorizer);
        }

        return details;
    }

    private Task SendAsync(HttpContext context, WeChatPlatform platform, AuthorizerDetails details)
    {
        var authorizer = details.Authorizer;
        var held = states.Of(AuthorizerKey.AccountOf(platform.Account, authorizer.AppId, authorizer.Kind));
        context.Response.Headers.ETag = EditedTag.Of(details);
        return JsonBody.SendAsync(context, json =>
        {
            AuthorizerAnswer.Write(json, details);
            AuthorizerAnswer.Write(json, held);
        });
    }
}
