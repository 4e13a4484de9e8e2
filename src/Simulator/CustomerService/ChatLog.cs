using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Records the messages, replies and events between users and accounts, in order.</summary>
public sealed class ChatLog
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly List<ChatStep> _all = [];
    private readonly Dictionary<(string AppId, string OpenId), List<ChatStep>> _chats = [];

    internal ChatLog(TimeProvider clock) => _clock = clock;

    /// <summary>Gets the steps of all users and accounts.</summary>
    public IReadOnlyList<ChatStep> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>Returns the steps between one user and one account.</summary>
    public IReadOnlyList<ChatStep> Of(string appId, string openId)
    {
        lock (_gate)
        {
            return _chats.TryGetValue((appId, openId), out var steps) ? [.. steps] : [];
        }
    }

    internal void Add(string appId, string openId, ChatStepKind kind, string? text) =>
        Add(new ChatStep(appId, openId, kind, text, _clock.GetUtcNow()));

    internal void AddPush(string appId, string openId, RenderedMessage push)
    {
        var text = push.Content ?? push.Event ?? push.MsgType;
        Add(new ChatStep(appId, openId, ChatStepKind.Push, text, _clock.GetUtcNow()) { IsExchange = ReplyWindows.Opens(push.Event) });
    }

    internal void AddAnswer(string appId, string openId, PushResult result)
    {
        if (result.ErrorShown is { } error)
        {
            Add(appId, openId, ChatStepKind.Error, error);
        }
        else if (result.Reply is { IsSilent: false, IsObject: false } reply)
        {
            Add(appId, openId, ChatStepKind.Reply, reply.MsgType == "text" ? reply["Content"] : reply.MsgType);
        }
    }

    private void Add(ChatStep step)
    {
        lock (_gate)
        {
            if (!_chats.TryGetValue((step.AppId, step.OpenId), out var steps))
            {
                _chats[(step.AppId, step.OpenId)] = steps = [];
            }

            _all.Add(step);
            steps.Add(step);
        }
    }
}
