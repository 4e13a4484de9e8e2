using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Code.Audits;

/// <summary>Counts the audits that a platform asked for and sped up, for all its mini programs together.</summary>
internal sealed class AuditQuota
{
    private readonly Lock _gate = new();
    private readonly Tally _auditsOfDay = Tally.OfDay();
    private readonly Tally _auditsOfMonth = Tally.OfMonth();
    private readonly Tally _speedUpsOfMonth = Tally.OfMonth();

    public int Rest(PlatformSwitches limits, DateTimeOffset now)
    {
        lock (_gate)
        {
            return RestAt(limits, now);
        }
    }

    public int SpeedUpRest(PlatformSwitches limits, DateTimeOffset now)
    {
        lock (_gate)
        {
            return Math.Max(0, limits.SpeedUpsPerMonth - _speedUpsOfMonth.At(now));
        }
    }

    public bool TryTake(PlatformSwitches limits, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (RestAt(limits, now) == 0)
            {
                return false;
            }

            _auditsOfDay.Add(now);
            _auditsOfMonth.Add(now);
            return true;
        }
    }

    public bool TryTakeSpeedUp(PlatformSwitches limits, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_speedUpsOfMonth.At(now) >= limits.SpeedUpsPerMonth)
            {
                return false;
            }

            _speedUpsOfMonth.Add(now);
            return true;
        }
    }

    private int RestAt(PlatformSwitches limits, DateTimeOffset now)
    {
        var ofMonth = limits.AuditsPerMonth - _auditsOfMonth.At(now);
        var ofDay = limits.AuditsPerDay - _auditsOfDay.At(now) ?? ofMonth;
        return Math.Max(0, Math.Min(ofMonth, ofDay));
    }
}
