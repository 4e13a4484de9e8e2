using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.MiniPrograms.Notices;

/// <summary>Lets users accept and refuse a mini program's notices, and tells which were sent.</summary>
public sealed class NoticeControl
{
    private readonly AccountBook _accounts;
    private readonly NoticeBook _book;
    private readonly PlatformBook _platforms;
    private readonly Func<string, PushedMessage, CancellationToken, Task<PushResult>> _pushAsync;

    internal NoticeControl(
        AccountBook accounts,
        NoticeBook book,
        PlatformBook platforms,
        Func<string, PushedMessage, CancellationToken, Task<PushResult>> pushAsync) =>
        (_accounts, _book, _platforms, _pushAsync) = (accounts, book, platforms, pushAsync);

    /// <summary>Gets the last 10,000 notices, oldest first.</summary>
    public IReadOnlyList<SentNotice> Sent => _book.Sent;

    /// <summary>Lets a user accept notices, without an event.</summary>
    /// <param name="appId">The mini program.</param>
    /// <param name="openId">The user.</param>
    /// <param name="templateId">The template.</param>
    /// <param name="times">How often the user consents; each consent is good for one notice, that to a long-term template for all.</param>
    public void Accept(string appId, string openId, string templateId, int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        var isLongTerm = _accounts.Find(appId).NoticeTemplates.Any(template => template.Id == templateId && template.IsLongTerm);
        _book.Accept(appId, openId, templateId, times, isLongTerm);
    }

    /// <summary>Lets a user refuse in the mini program's settings what was accepted, without an event.</summary>
    public void Withdraw(string appId, string openId, string templateId) => _book.Withdraw(appId, openId, templateId);

    /// <summary>Returns how many notices the user still accepts; -1 when any number.</summary>
    public int AcceptedBy(string appId, string openId, string templateId) => _book.AcceptedBy(appId, openId, templateId);

    /// <summary>Answers for a user in the pop-up or the settings; pushes the event, if it has a URL to go to.</summary>
    internal async Task<PushResult?> AnswerAsync(SubscriptionOrder order, CancellationToken cancellationToken)
    {
        var account = _accounts.Find(order.AppId);
        foreach (var templateId in order.Accepts)
        {
            Accept(order.AppId, order.OpenId, templateId, order.Times);
        }

        // A refusal in the pop-up takes back nothing that was accepted before; one in the settings does.
        foreach (var templateId in order.InSettings ? order.Rejects : [])
        {
            Withdraw(order.AppId, order.OpenId, templateId);
        }

        if (order.Silent || !_platforms.HasUrlFor(account))
        {
            return null;
        }

        var message = order.InSettings
            ? NoticeEvents.Changed(account, order.OpenId, order.Answers)
            : NoticeEvents.Answered(account, order.OpenId, order.Answers);
        return await _pushAsync(order.AppId, message, cancellationToken);
    }
}
