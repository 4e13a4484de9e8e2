using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.ReleaseChecks;

/// <summary>Tests a platform as WeChat does before its release (全网发布接入检测): with each of the test accounts.</summary>
internal sealed class ReleaseCheck(
    WeChatSimulator simulator,
    string platform,
    TimeSpan timeout,
    IReadOnlyList<TestAccount>? accounts = null)
{
    // The texts of the check, and what must come back (PROTOCOL 3.8).
    private const string Text = "TESTCOMPONENT_MSG_TYPE_TEXT";
    private const string TextReply = "TESTCOMPONENT_MSG_TYPE_TEXT_callback";
    private const string Query = "QUERY_AUTH_CODE:";
    private const string QueryReply = "_from_api";
    private const string EventName = "LOCATION";
    private const string EventReply = "LOCATIONfrom_callback";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public async Task<IReadOnlyList<ReleaseStep>> RunAsync(CancellationToken cancellationToken)
    {
        var steps = new List<ReleaseStep> { await TestTicketAsync(cancellationToken) };
        foreach (var account in accounts ?? TestAccount.All)
        {
            simulator.AddAccount(account.ToAccount());
            simulator.Platforms.Authorize(platform, new SimulatedAuthorizer { AppId = account.AppId });
            try
            {
                steps.Add(await TestTextAsync(account, cancellationToken));
                steps.Add(await TestApiAsync(account, cancellationToken));
                steps.Add(await TestEventAsync(account, cancellationToken));
            }
            finally
            {
                simulator.Platforms.UnauthorizeSilently(platform, account.AppId);
            }
        }

        return steps;
    }

    private async Task<ReleaseStep> TestTicketAsync(CancellationToken cancellationToken)
    {
        var result = await simulator.Platforms.PushTicketAsync(platform, cancellationToken);
        return result is null
            ? new ReleaseStep("ticket", platform, StepVerdict.Failed, "The platform has no event URL to push a ticket to.")
            : PlatformPusher.IsSuccess(result) ? new ReleaseStep("ticket", platform, StepVerdict.Passed, "answered with 'success'")
            : new ReleaseStep(
                "ticket",
                platform,
                StepVerdict.Failed,
                $"The answer must be exactly 'success'. {(result.Last.Status == 200 ? "" : result.Last.Problem)}".Trim());
    }

    private async Task<ReleaseStep> TestTextAsync(TestAccount account, CancellationToken cancellationToken)
    {
        var result = await PushAsync(account, PushedMessage.Text(Text), cancellationToken);
        return result.Reply?["Content"] == TextReply
            ? new ReleaseStep("text", account.AppId, StepVerdict.Passed, $"the user sees {TextReply}")
            : new ReleaseStep("text", account.AppId, StepVerdict.Failed, ProblemOf(result, $"The reply must be the text {TextReply}."));
    }

    private async Task<ReleaseStep> TestApiAsync(TestAccount account, CancellationToken cancellationToken)
    {
        var code = simulator.Platforms.CreateCode(platform, account.AppId);
        var message = PushedMessage.Text(Query + code);
        var result = await PushAsync(account, message, cancellationToken);
        ReleaseStep Failed(string detail) => new("api", account.AppId, StepVerdict.Failed, detail);
        if (result.Reply is not { IsSilent: true })
        {
            return Failed(ProblemOf(result, "The answer must be empty; the reply comes by the API."));
        }

        bool IsReply(SentMessage sent) =>
            sent.AppId == account.AppId && sent.ToUser == message.FromUser && sent.Text == code + QueryReply;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        while (!simulator.SentMessages.All.Any(IsReply))
        {
            if (patience.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Failed(simulator.Platforms.ExchangesOf(code) == 0
                    ? $"api_query_auth was not called with the code within {timeout.TotalSeconds} s: point the gateway's WeChat API at "
                        + $"{simulator.Address}."
                    : $"{ApiPath.CustomSend} was not called with <code>{QueryReply} within {timeout.TotalSeconds} s.");
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }

        return new ReleaseStep("api", account.AppId, StepVerdict.Passed, "the user sees <code>" + QueryReply);
    }

    private async Task<ReleaseStep> TestEventAsync(TestAccount account, CancellationToken cancellationToken)
    {
        var location = PushedMessage.Event(EventName)
            .With("Latitude", "23.137466")
            .With("Longitude", "113.352425")
            .With("Precision", "119.4");
        var result = await PushAsync(account, location, cancellationToken);
        return result.Reply?["Content"] == EventReply
            ? new ReleaseStep("event", account.AppId, StepVerdict.Passed, $"the user sees {EventReply}")
            : new ReleaseStep(
                "event",
                account.AppId,
                StepVerdict.Optional,
                ProblemOf(result, $"The old check wanted the text {EventReply}."));
    }

    private Task<PushResult> PushAsync(TestAccount account, PushedMessage message, CancellationToken cancellationToken) =>
        simulator.PushAsync(
            account.AppId,
            message,
            new PushOptions { Platform = platform, MaxDeliveries = 1, Kind = AccountKind.OfficialAccount },
            cancellationToken);

    private static string ProblemOf(PushResult result, string otherwise) => result.Last.Problem ?? otherwise;
}
