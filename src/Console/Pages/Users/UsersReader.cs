using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Notices;
using WxYarpGateway.Console.Gateways.People;

namespace WxYarpGateway.Console.Pages.Users;

/// <summary>
/// Asks for the people of a mini program, and acts for them. What tells who somebody is never leaves it for a viewer, and each change is in
/// the audit log with the id alone.
/// </summary>
internal sealed class UsersReader(GatewayFleet fleet, ActingUser user, IAuditLog audit)
{
    /// <summary>How many people a page shows.</summary>
    public const int Most = 50;

    // An export holds all messages of a person: at most a thousand wait, and those that ended are removed after 30 days.
    private const int NoticesOfPage = 200;
    private const int MostPages = 50;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Returns the path of the people of a mini program, or of the one with this id.</summary>
    public static GatewayPath PathOf(string program, long? id = null, params ReadOnlySpan<string> more)
        => GatewayPath.Of([
            "login", .. program.Split('/'), "users", .. id is { } one ? [one.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            .. more]);

    /// <summary>Returns the path of the messages to the people of a mini program.</summary>
    public static GatewayPath NoticesOf(string program, string? person, NoticeStatus? status, string? after, int most)
        => GatewayPath.Of(["login", .. program.Split('/'), "notices"])
            .With("user", person)
            .With("status", status is { } so ? ((int)so).ToString(CultureInfo.InvariantCulture) : null)
            .With("after", after)
            .With("limit", most);

    /// <summary>Returns a page of people: all, or those that are looked for, which only operators may.</summary>
    public async Task<GatewayAnswer<PeoplePage>> SearchAsync(
        string program, UserSearchKind kind, string text, string? after, CancellationToken cancellationToken)
    {
        if (text.Length > 0)
        {
            await user.RequireAsync(Policies.Operator);
        }

        var path = PathOf(program).With(kind.ToString().ToLowerInvariant(), text).With("after", after).With("limit", Most);
        var answer = await fleet.GetAsync<PeoplePage>(path, cancellationToken);
        return answer.IsThere && !await user.MayAsync(Policies.Operator)
            ? GatewayAnswer<PeoplePage>.Of(answer.Value with { Users = [.. answer.Value.Users.Select(person => person.Masked())] })
            : answer;
    }

    /// <summary>Returns one person with the sessions.</summary>
    public async Task<GatewayAnswer<Person>> ReadAsync(string program, long id, CancellationToken cancellationToken)
    {
        var answer = await fleet.GetAsync<Person>(PathOf(program, id), cancellationToken);
        return answer.IsThere && !await user.MayAsync(Policies.Operator) ? GatewayAnswer<Person>.Of(answer.Value.Masked()) : answer;
    }

    /// <summary>Ends all sessions of a person.</summary>
    public async Task<GatewayAnswer<EndedSessions>> EndSessionsAsync(string program, long id, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        var call = new GatewayCall(HttpMethod.Delete, PathOf(program, id, "sessions"));
        return await WrittenAsync("user.end-sessions", program, id, await fleet.AskOneAsync<EndedSessions>(call, cancellationToken));
    }

    /// <summary>Asks WeChat whether the session_key of a person is good; this changes nothing.</summary>
    public async Task<GatewayAnswer<KeyCheck>> CheckKeyAsync(string program, long id, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        var call = new GatewayCall(HttpMethod.Post, PathOf(program, id, "check-session")) { Limit = TimeSpan.FromSeconds(15) };
        return await fleet.AskOneAsync<KeyCheck>(call, cancellationToken);
    }

    /// <summary>Has WeChat make a new session_key for a person.</summary>
    public async Task<GatewayAnswer<Nothing>> ResetKeyAsync(string program, long id, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        var call = new GatewayCall(HttpMethod.Post, PathOf(program, id, "reset-session")) { Limit = TimeSpan.FromSeconds(15) };
        return await WrittenAsync("user.reset-session", program, id, await fleet.AskOneAsync<Nothing>(call, cancellationToken));
    }

    /// <summary>Erases a person: everything with the id.</summary>
    public async Task<GatewayAnswer<Nothing>> EraseAsync(string program, long id, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Admin);
        var call = new GatewayCall(HttpMethod.Delete, PathOf(program, id)) { Limit = TimeSpan.FromSeconds(15) };
        return await WrittenAsync("user.erase", program, id, await fleet.AskOneAsync<Nothing>(call, cancellationToken));
    }

    /// <summary>Returns all that is kept of a person as JSON: what the law gives a right to.</summary>
    public async Task<GatewayAnswer<string>> ExportAsync(string program, long id, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        var person = await fleet.GetAsync<JsonObject>(PathOf(program, id), cancellationToken);
        if (!person.IsThere)
        {
            return await WrittenAsync("user.export", program, id, GatewayAnswer<string>.Not(person.Error));
        }

        var notices = new JsonArray();
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var path = NoticesOf(program, id.ToString(CultureInfo.InvariantCulture), status: null, after, NoticesOfPage);
            var answer = await fleet.GetAsync<JsonObject>(path, cancellationToken);
            if (!answer.IsThere)
            {
                return await WrittenAsync("user.export", program, id, GatewayAnswer<string>.Not(answer.Error));
            }

            foreach (var notice in answer.Value["notices"] as JsonArray ?? [])
            {
                notices.Add(notice?.DeepClone());
            }

            person.Value["templates"] ??= answer.Value["templates"]?.DeepClone();
            if (answer.Value["next"] is not JsonValue next || !next.TryGetValue<string>(out after))
            {
                break;
            }
        }

        person.Value["notices"] = notices;
        return await WrittenAsync("user.export", program, id, GatewayAnswer<string>.Of(person.Value.ToJsonString(Readable)));
    }

    private async Task<GatewayAnswer<T>> WrittenAsync<T>(string what, string program, long id, GatewayAnswer<T> answer)
    {
        // What was done is written down even when the page was left in the meantime.
        await audit.WriteAsync(
            what,
            $"{program}/{id.ToString(CultureInfo.InvariantCulture)}",
            answer.IsThere ? null : $"failed: {answer.Error.Kind}",
            CancellationToken.None);
        return answer;
    }
}
