using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

public sealed class RecipientTransformTests
{
    private readonly RecipientTransform _transform = new();

    [Theory]
    [InlineData("gh_mine", true)]
    [InlineData("gh_other", false)]
    [InlineData("", false)]
    public void A_service_with_an_original_id_takes_only_messages_to_it(string toUserName, bool isTaken)
    {
        var message = Message(Pushes.Service(options => options.OriginalId = "gh_mine").Callback, toUserName);

        Assert.Equal(isTaken ? null : RefusedReply.Forged, _transform.Receive(message));
    }

    [Fact]
    public void A_service_without_one_takes_all()
    {
        var service = Pushes.Service();
        var message = Message(service.Callback, "gh_any");

        Assert.Null(_transform.Receive(message));
        Assert.Same(service, message.Service);
    }

    [Fact]
    public void One_callback_serves_several_accounts_by_the_AppId_in_the_path()
    {
        var accounts = new Accounts();
        var (first, second) = (accounts.Add("wx1"), accounts.Add("wx2"));

        var messages = new[] { "wx1", "wx2" }.Select(appId => Message(accounts.Callback, "gh_any", appId)).ToList();

        Assert.All(messages, message => Assert.Null(_transform.Receive(message)));
        Assert.Equal([first, second], messages.Select(message => message.Service));
        Assert.Same(RefusedReply.Forged, _transform.Receive(Message(accounts.Callback, "gh_any", "wx3")));
        Assert.Same(RefusedReply.Forged, _transform.Receive(Message(accounts.Callback, "gh_any", appId: null)));
    }

    [Fact]
    public void Before_that_a_message_has_no_service()
        => Assert.Throws<InvalidOperationException>(() => Message(Pushes.Service().Callback, "gh_any").Service);

    private static MessageContext Message(Callback callback, string toUserName, string? appId = null)
        => new(callback, new PushQuery(), "{}"u8.ToArray(), receivedAt: 0)
        {
            Head = MessageHead.Unknown with { ToUserName = toUserName },
            RouteAppId = appId,
        };

    private sealed class Accounts : IRecipients
    {
        private readonly Dictionary<string, WeChatService> _services = [];

        public Accounts()
        {
            Assert.True(AppId.TryParse("wxcomponent", out var appId));
            Assert.True(AppSecret.TryParse("", out var secret));
            var account = new Account("saas", ServiceKind.OfficialAccount, appId, secret, TokenEndpoint.Stable);
            Callback = new Callback("saas", account, new ServiceOptions { Token = "token" }, this);
        }

        public Callback Callback { get; }

        public WeChatService Add(string appId)
            => _services[appId] = new WeChatService($"saas/{appId}", new ServiceOptions { AppId = appId }, callback: Callback);

        public WeChatService? Find(MessageAddress address) => address.AppId is { } appId ? _services.GetValueOrDefault(appId) : null;
    }
}
