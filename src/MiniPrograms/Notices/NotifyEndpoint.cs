using System.Globalization;
using Microsoft.AspNetCore.Routing;
using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.MiniPrograms.Notices.Subscriptions;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>
/// Takes orders for subscribe messages (订阅消息) to the user who is logged in: <c>GET</c> lists them, <c>DELETE …/{id}</c> withdraws one,
/// and every other method orders one.
/// </summary>
internal sealed class NotifyEndpoint(
    INoticeStore notices, ISubscriptionStore subscriptions, NoticeMetrics metrics, TimeProvider clock) : ILoginEndpoint
{
    private const int MostWaiting = 1000;
    private const int PageSize = 50;

    private static readonly LoginAnswer NoNotice = LoginAnswer.Invalid("there is no such notice");

    /// <inheritdoc/>
    public LoginPath Path => LoginPath.Notify;

    /// <inheritdoc/>
    public SessionNeed Session => SessionNeed.Required;

    /// <inheritdoc/>
    public EndpointLimits Limits { get; } = new(PerUser: Allowance.PerHour(60));

    /// <inheritdoc/>
    public ValueTask<LoginAnswer> AnswerAsync(LoginCall call)
    {
        var id = call.Context.GetRouteValue(LoginPathRoute.Id) as string;
        var method = call.Context.Request.Method;
        return HttpMethods.IsDelete(method) ? CancelAsync(call, id)
            : id is not null ? new(LoginAnswer.Invalid("only DELETE names a notice"))
            : HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? ListAsync(call)
            : OrderAsync(call);
    }

    private ValueTask<LoginAnswer> OrderAsync(LoginCall call) => call.WithBodyAsync(body =>
    {
        var (order, wrong) = NoticeOrder.Read(body, call.App.Options, clock.GetUtcNow());
        if (order is null)
        {
            return new(LoginAnswer.Invalid(wrong));
        }

        metrics.Ignored(call.App.ShownName, NoticeOrder.Retired.Count(name => body.Find(name) is not null));
        return AddAsync(call, order);
    });

    private async ValueTask<LoginAnswer> AddAsync(LoginCall call, NoticeOrder order)
    {
        var notice = new NewNotice(
            call.App.AppId.Value, call.User.User.Id, order.TemplateId, order.Content.ToJson(), order.Content.ActiveAt);
        var (id, refusal) = await notices.AddAsync(notice, MostWaiting, call.Aborted);
        if (refusal == NoticeRefusal.None)
        {
            metrics.Ordered(call.App.ShownName);
            return LoginAnswer.Of(json => json.WriteNumber("id"u8, id));
        }

        return refusal == NoticeRefusal.NoSuchUser ? LoginAnswer.NotLoggedIn
            : LoginAnswer.Invalid($"{MostWaiting} notices of the user are waiting already");
    }

    private async ValueTask<LoginAnswer> ListAsync(LoginCall call)
    {
        var after = 0L;
        if (call.Context.Request.Query["after"] is [{ } text] && !TryRead(text, out after))
        {
            return LoginAnswer.Invalid("after must be the id of a notice");
        }

        // One more than the page has tells whether there is another one.
        var found = await notices.ListAsync(call.App.AppId.Value, call.User.User.Id, after, PageSize + 1, call.Aborted);
        var templates = await subscriptions.ListAsync(call.App.AppId.Value, call.User.User.Id, call.Aborted);
        return LoginAnswer.Of(json =>
        {
            NoticeAnswer.Write(json, call.App.Options, found, PageSize);
            SubscriptionAnswer.Write(json, call.App.Options, templates);
        });
    }

    private async ValueTask<LoginAnswer> CancelAsync(LoginCall call, string? text)
        => !TryRead(text, out var id) ? NoNotice
            : await notices.CancelAsync(call.User.User.Id, id, call.Aborted) switch
            {
                null => NoNotice,
                NoticeStatus.Cancelled => LoginAnswer.Success,
                _ => LoginAnswer.Invalid("the notice is sent already"),
            };

    private static bool TryRead(string? text, out long id)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
