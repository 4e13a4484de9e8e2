using System.Globalization;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Notices;
using WxYarpGateway.Console.Pages.Users;

namespace WxYarpGateway.Console.Pages.Notices;

/// <summary>Asks for the messages that phones ordered for their users, and withdraws one. Viewers get no message's content.</summary>
internal sealed class NoticesReader(GatewayFleet fleet, ActingUser user, IAuditLog audit)
{
    /// <summary>How many messages a page shows.</summary>
    public const int Most = 50;

    /// <summary>Returns a page of messages.</summary>
    public async Task<GatewayAnswer<NoticePage>> ReadAsync(
        string program, long? person, NoticeStatus? status, string? after, CancellationToken cancellationToken)
    {
        var path = UsersReader.NoticesOf(program, person?.ToString(CultureInfo.InvariantCulture), status, after, Most);
        var answer = await fleet.GetAsync<NoticePage>(path, cancellationToken);
        return answer.IsThere && !await user.MayAsync(Policies.Operator)
            ? GatewayAnswer<NoticePage>.Of(
                answer.Value with { Notices = [.. answer.Value.Notices.Select(notice => notice with { Content = null })] })
            : answer;
    }

    /// <summary>Withdraws a message that waits.</summary>
    public async Task<GatewayAnswer<Nothing>> WithdrawAsync(string program, Notice notice, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        var answer = await fleet.AskOneAsync<Nothing>(
            new GatewayCall(HttpMethod.Delete, PathOf(program, notice.User, notice.Id)), cancellationToken);
        await audit.WriteAsync(
            "notice.withdraw",
            string.Create(CultureInfo.InvariantCulture, $"{program}/{notice.Id}"),
            answer.IsThere ? null : $"failed: {answer.Error.Kind}",
            CancellationToken.None);
        return answer;
    }

    /// <summary>Returns the path of a message.</summary>
    public static GatewayPath PathOf(string program, long person, long notice)
        => UsersReader.PathOf(program, person, "notices", notice.ToString(CultureInfo.InvariantCulture));
}
