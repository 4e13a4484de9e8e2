using System.Globalization;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.MiniPrograms.Logins;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.MiniPrograms.Notices.Subscriptions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>
/// The people who log in to a mini program: <c>GET {Login}/{service}/users</c> searches; <c>GET</c> and <c>DELETE …/{id}</c> export and
/// erase a person; <c>GET</c> and <c>DELETE …/{id}/sessions</c> show and end the sessions; <c>POST …/{id}/check-session</c> and
/// <c>…/reset-session</c> are WeChat's about the session_key. <c>GET {Login}/{service}/notices</c> shows the messages to them, and
/// <c>DELETE …/{id}/notices/{notice}</c> withdraws one that waits.
/// </summary>
/// <remarks>For an account in a platform's care, the path has <c>{platform}/{appid}</c> in the place of the service.</remarks>
internal sealed class UserEndpoints(LoginPeople people, INoticeStore notices, ISubscriptionStore subscriptions) : IEndpointGroup
{
    private const string Users = "/users";
    private const string User = "/users/{id}";

    private static readonly Description Search = new(
        "Searches the people who logged in to a mini program.",
        "openid: the openid",
        "unionid: the unionid",
        "phone: the phone number",
        "after: the next of the page before",
        "limit: at most so many");

    private static readonly Description Notices = new(
        "Lists messages to the people of a mini program.",
        "user: the id of a person",
        "status: 0 waits, 1 is being sent, 2 sent, 3 failed, 4 withdrawn",
        "after: the next of the page before",
        "limit: at most so many");

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private static readonly GatewayError NoUser = GatewayError.Missing("The mini program has no such user.");

    private static readonly GatewayError NoNotice = GatewayError.Missing("The user has no such message.");

    private static readonly GatewayError TooLate = GatewayError.Of(
        StatusCodes.Status409Conflict, "The message is being sent, or was sent, or has failed: it can be withdrawn no more.");

    private static readonly GatewayError NoKey = GatewayError.Of(
        StatusCodes.Status409Conflict, "No session_key of the user is kept; the user has to log in again.");

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        if (options.Endpoints.Login is not { } path)
        {
            return;
        }

        var group = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat, RequiredScope.Logins);
        foreach (var service in new[] { "/{service}", "/{service}/{appid}" })
        {
            Map(group, service + Users, new UserMethod(HttpMethods.Get, Search, SearchAsync));
            Map(
                group,
                service + User,
                new UserMethod(HttpMethods.Get, "Exports what is kept of a person.", OfUser(ExportAsync)),
                new UserMethod(HttpMethods.Delete, Nothing("Erases a person."), EraseAsync));
            Map(
                group,
                $"{service}{User}/sessions",
                new UserMethod(HttpMethods.Get, "Lists the sessions of a person.", OfUser(ListSessionsAsync)),
                new UserMethod(HttpMethods.Delete, "Ends the sessions of a person.", OfUser(EndSessionsAsync)));
            Map(
                group,
                $"{service}/notices",
                new UserMethod(
                    HttpMethods.Get,
                    Notices,
                    (context, account) => NoticeListing.AnswerAsync(context, account, notices, subscriptions)));
            Map(
                group,
                $"{service}{User}/notices/{{notice}}",
                new UserMethod(HttpMethods.Delete, Nothing("Withdraws a message that waits for its time."), OfUser(WithdrawAsync)));
            Map(
                group,
                $"{service}{User}/check-session",
                new UserMethod(HttpMethods.Post, "Asks WeChat whether the session_key of a person is valid.", OfUser(CheckKeyAsync)));
            Map(
                group,
                $"{service}{User}/reset-session",
                new UserMethod(HttpMethods.Post, Nothing("Has WeChat make a new session_key for a person."), OfUser(ResetKeyAsync)));
        }

        group.MapNothingElse();
    }

    private static Description Nothing(string summary) => new(summary) { Status = StatusCodes.Status204NoContent };

    private void Map(IEndpointRouteBuilder group, string path, params UserMethod[] methods)
    {
        var mapped = group.Map(path, context => AnswerAsync(context, methods)).AtExactPath();
        foreach (var method in methods)
        {
            mapped.Describe(method.Method, method.About);
        }
    }

    private async Task AnswerAsync(HttpContext context, UserMethod[] methods)
    {
        var name = (string)context.GetRouteValue("service")!;
        var account = people.FindAccount(context.GetRouteValue("appid") is string appId ? $"{name}/{appId}" : name);
        if (account is null)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Missing("No such service has a Login."));
            return;
        }

        var answer = Array.Find(methods, method => HttpMethods.Equals(context.Request.Method, method.Method))?.Answer;
        if (answer is null)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.OtherMethod(string.Join(", ", methods.Select(method => method.Method))));
            return;
        }

        try
        {
            await answer(context, account);
        }
        catch (UsersUnavailableException exception) when (!context.Response.HasStarted)
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Of(StatusCodes.Status503ServiceUnavailable, exception.Message) with { RetryAfter = Pause });
        }
    }

    private async Task SearchAsync(HttpContext context, Account account)
    {
        var (search, error) = UserQuestion.Read(context.Request.Query);
        if (search is null)
        {
            await ErrorWriter.WriteAsync(context, error!);
            return;
        }

        // One more than asked for tells whether there is a next page.
        var found = await people.SearchAsync(account, search with { Most = search.Most + 1 }, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("users"u8);
            foreach (var user in found.Take(search.Most))
            {
                json.WriteStartObject();
                UserAnswer.Write(json, user);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString(
                "next"u8, found.Count > search.Most ? found[search.Most - 1].User.Id.ToString(CultureInfo.InvariantCulture) : null);
        });
    }

    private async Task ExportAsync(HttpContext context, Account account, KeptUser user)
    {
        var sessions = await people.SessionsOfAsync(user.User.Id, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            UserAnswer.Write(json, user);
            UserAnswer.WriteSessions(json, sessions);
        });
    }

    private async Task EraseAsync(HttpContext context, Account account)
    {
        if (TryReadId(context, out var id) && await people.EraseAsync(account, id, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await ErrorWriter.WriteAsync(context, NoUser);
    }

    private async Task ListSessionsAsync(HttpContext context, Account account, KeptUser user)
    {
        var sessions = await people.SessionsOfAsync(user.User.Id, context.RequestAborted);
        await JsonBody.SendAsync(context, json => UserAnswer.WriteSessions(json, sessions));
    }

    private async Task EndSessionsAsync(HttpContext context, Account account, KeptUser user)
    {
        var ended = await people.EndSessionsAsync(user.User.Id, context.RequestAborted);
        await JsonBody.SendAsync(context, json => json.WriteNumber("ended"u8, ended));
    }

    private async Task WithdrawAsync(HttpContext context, Account account, KeptUser user)
    {
        var status = TryReadId(context, "notice", out var id)
            ? await notices.CancelAsync(user.User.Id, id, context.RequestAborted)
            : null;
        if (status == NoticeStatus.Cancelled)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await ErrorWriter.WriteAsync(context, status is null ? NoNotice : TooLate);
    }

    private async Task CheckKeyAsync(HttpContext context, Account account, KeptUser user)
    {
        if (await people.CheckKeyAsync(account, user.User, context.RequestAborted) is not { } check)
        {
            await ErrorWriter.WriteAsync(context, NoKey);
        }
        else if (!check.TryGet(out var isValid, out var error))
        {
            await ErrorWriter.WriteAsync(context, UserAnswer.ErrorOf(error));
        }
        else
        {
            await JsonBody.SendAsync(context, json => json.WriteBoolean("valid"u8, isValid));
        }
    }

    private async Task ResetKeyAsync(HttpContext context, Account account, KeptUser user)
    {
        if (await people.ResetKeyAsync(account, user.User, context.RequestAborted) is not { } reset)
        {
            await ErrorWriter.WriteAsync(context, NoKey);
        }
        else if (!reset.Succeeded)
        {
            await ErrorWriter.WriteAsync(context, UserAnswer.ErrorOf(reset.Error));
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private Func<HttpContext, Account, Task> OfUser(Func<HttpContext, Account, KeptUser, Task> answer) => async (context, account) =>
    {
        var user = TryReadId(context, out var id) ? await people.FindAsync(account, id, context.RequestAborted) : null;
        await (user is null ? ErrorWriter.WriteAsync(context, NoUser) : answer(context, account, user));
    };

    private static bool TryReadId(HttpContext context, out long id) => TryReadId(context, "id", out id);

    private static bool TryReadId(HttpContext context, string name, out long id)
        => long.TryParse((string?)context.GetRouteValue(name), NumberStyles.None, CultureInfo.InvariantCulture, out id);

    /// <summary>What is done for a mini program's people with one method.</summary>
    private sealed record UserMethod(string Method, Description About, Func<HttpContext, Account, Task> Answer);
}
