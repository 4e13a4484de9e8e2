using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Tracks how many customer-service messages an account may still send to a user, and until when.</summary>
internal sealed class ReplyWindows(TimeProvider clock)
{
    // PROTOCOL 3.6: 5 messages in 48 h after a user's message; 3 within a minute after a subscription, a scan or a menu click.
    private static readonly (TimeSpan Length, int Messages) AfterMessage = (TimeSpan.FromHours(48), 5);
    private static readonly (TimeSpan Length, int Messages) AfterEvent = (TimeSpan.FromMinutes(1), 3);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string AppId, string OpenId), List<Window>> _windows = [];

    /// <summary>Returns whether a push opens a window: every message does, and so do subscriptions, scans and menu clicks.</summary>
    public static bool Opens(string? eventName) => OpenedBy(eventName) is not null;

    /// <summary>Opens the window that a push of the user gives, if any.</summary>
    public void Open(string appId, string openId, string? eventName)
    {
        if (OpenedBy(eventName) is not { } rule)
        {
            return;
        }

        lock (_gate)
        {
            if (!_windows.TryGetValue((appId, openId), out var windows))
            {
                _windows[(appId, openId)] = windows = [];
            }

            var now = clock.GetUtcNow();
            windows.RemoveAll(window => window.ClosesAt <= now || window.Length == rule.Length);
            windows.Add(new Window(rule.Length, now + rule.Length, rule.Messages));
        }
    }

    /// <summary>Returns whether a window is open, even one with no messages left.</summary>
    public bool IsOpen(string appId, string openId)
    {
        lock (_gate)
        {
            return _windows.GetValueOrDefault((appId, openId))?.Exists(window => window.ClosesAt > clock.GetUtcNow()) is true;
        }
    }

    /// <summary>Takes one message off an open window, or returns the error when none has any left.</summary>
    public ApiError? Take(string appId, string openId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var open = _windows.GetValueOrDefault((appId, openId))?.Where(window => window.ClosesAt > now).ToList() ?? [];
            if (open.Count == 0)
            {
                return ApiError.OutsideReplyWindow;
            }

            if (open.Find(window => window.Left > 0) is not { } taken)
            {
                return ApiError.TooManyReplies;
            }

            taken.Left--;
            return null;
        }
    }

    private static (TimeSpan Length, int Messages)? OpenedBy(string? eventName) => eventName switch
    {
        null => AfterMessage,
        "subscribe" or "SCAN" or "CLICK" => AfterEvent,
        _ => null,
    };

    private sealed class Window(TimeSpan length, DateTimeOffset closesAt, int left)
    {
        public TimeSpan Length => length;

        public DateTimeOffset ClosesAt => closesAt;

        public int Left { get; set; } = left;
    }
}
