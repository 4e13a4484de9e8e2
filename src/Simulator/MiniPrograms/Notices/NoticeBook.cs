using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.MiniPrograms.Notices;

/// <summary>Keeps how many notices of a template a user still accepts, and the notices that were sent.</summary>
internal sealed class NoticeBook(TimeProvider clock)
{
    // Enough for a test, and for a simulator that runs for weeks.
    private const int MostKept = 10_000;
    private const int Unlimited = -1;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string AppId, string OpenId, string TemplateId), int> _accepted = [];
    private readonly Dictionary<(string AppId, string OpenId), DateTimeOffset> _sendingUntil = [];
    private readonly Queue<SentNotice> _sent = new();

    public IReadOnlyList<SentNotice> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>Lets the user accept more notices: each consent is good for one, unless it is for good.</summary>
    public void Accept(string appId, string openId, string templateId, int times, bool isForGood)
    {
        lock (_gate)
        {
            var key = (appId, openId, templateId);
            var before = _accepted.GetValueOrDefault(key);
            _accepted[key] = isForGood || before == Unlimited ? Unlimited : before + times;
        }
    }

    /// <summary>Lets the user refuse whatever was accepted, as in the mini program's settings.</summary>
    public void Withdraw(string appId, string openId, string templateId)
    {
        lock (_gate)
        {
            _accepted.Remove((appId, openId, templateId));
        }
    }

    /// <summary>Returns how many notices the user still accepts; -1 when any number.</summary>
    public int AcceptedBy(string appId, string openId, string templateId)
    {
        lock (_gate)
        {
            return _accepted.GetValueOrDefault((appId, openId, templateId));
        }
    }

    /// <summary>Sends a notice, unless the user accepts none or gets another one right now.</summary>
    public ApiError? Send(SentNotice notice, TimeSpan duration)
    {
        lock (_gate)
        {
            var (user, key) = ((notice.AppId, notice.ToUser), (notice.AppId, notice.ToUser, notice.TemplateId));
            if (_sendingUntil.TryGetValue(user, out var until) && clock.GetUtcNow() < until)
            {
                return NoticeErrors.SendingAnother;
            }

            var accepted = _accepted.GetValueOrDefault(key);
            if (accepted == 0)
            {
                return NoticeErrors.Refused;
            }

            if (accepted != Unlimited)
            {
                _accepted[key] = accepted - 1;
            }

            if (duration > TimeSpan.Zero)
            {
                _sendingUntil[user] = notice.At + duration;
            }

            _sent.Enqueue(notice);
            if (_sent.Count > MostKept)
            {
                _sent.Dequeue();
            }

            return null;
        }
    }
}
