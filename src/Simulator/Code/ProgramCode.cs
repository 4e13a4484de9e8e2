using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Simulator.Code.Releases;

namespace WxYarpGateway.Simulator.Code;

/// <summary>The code of one mini program, from its commit to its release; every change is one step under one lock.</summary>
internal sealed class ProgramCode(string appId, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly AuditLine _audits = new();
    private readonly ReleaseLine _releases = new();
    private readonly ProgramCounts _counts = new();
    private CodeVersion? _committed;
    private DateTimeOffset _scanEnds;
    private bool _isVisible = true;
    private PrivacySetting? _privacy;
    private PrivacySetting? _onlinePrivacy;

    public ProgramReport Report
    {
        get
        {
            lock (_gate)
            {
                var isScanning = Settle() < _scanEnds;
                return new ProgramReport(
                    appId,
                    _committed,
                    isScanning,
                    [.. _audits.All.Select(AuditReport.Of)],
                    _releases.Current?.Version,
                    _releases.Current?.At,
                    _releases.Earlier,
                    _releases.Gray,
                    _isVisible,
                    _counts with { });
            }
        }
    }

    public void Commit(long templateId, string userVersion, string userDesc, string extJson, TimeSpan scan)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            _committed = new CodeVersion(++_counts.Commits, templateId, userVersion, userDesc, extJson, now);
            _scanEnds = now + scan;
        }
    }

    /// <summary>Submits the committed code. Returns the error, or null and the audit's id.</summary>
    public ApiError? Submit(CodeSwitches switches, bool usesNoPrivacyApi, string platform, Func<bool> takeQuota, out long id)
    {
        id = 0;
        lock (_gate)
        {
            var now = Settle();
            if ((RefusalOf(switches, usesNoPrivacyApi, now) ?? (takeQuota() ? null : CodeErrors.QuotaReached)) is { } error)
            {
                return error;
            }

            id = RandomIds.AuditId();
            var audit = new CodeAudit(id, _committed!, platform, now);
            if (switches.AuditAfter is { } time)
            {
                audit.Plan(AuditVerdict.PlannedBy(switches), now + time);
            }

            _audits.Add(audit);
            _counts.Submissions++;
            return null;
        }
    }

    /// <summary>Returns how long it is until an audit ends as its switches planned; zero when it has ended.</summary>
    public TimeSpan UntilPlanned(long id)
    {
        lock (_gate)
        {
            var now = Settle();
            return _audits.Find(id)?.Until(now) ?? TimeSpan.Zero;
        }
    }

    /// <summary>Returns whether an audit has ended as its switches planned: its event is to be pushed.</summary>
    public bool EndedAsPlanned(long id)
    {
        lock (_gate)
        {
            Settle();
            return _audits.Find(id) is { EndedAsPlanned: true };
        }
    }

    /// <summary>Decides the audit under way; null when there is none.</summary>
    public AuditReport? Decide(AuditVerdict verdict)
    {
        lock (_gate)
        {
            Settle();
            var audit = _audits.UnderWay;
            audit?.Decide(verdict);
            return audit is null ? null : AuditReport.Of(audit);
        }
    }

    public AuditReport? FindAudit(long? id)
    {
        lock (_gate)
        {
            Settle();
            return _audits.Find(id) is { } audit ? AuditReport.Of(audit) : null;
        }
    }

    public ApiError? Undo() => Change(now => _audits.Undo(now), counts => counts.Undos++);

    public ApiError? SpeedUp(long? id, string platform, Func<bool> takeQuota) => Change(
        _ =>
        {
            var audit = _audits.Find(id);
            var error = audit is null ? CodeErrors.InvalidAudit
                : audit.Platform != platform ? CodeErrors.ForeignAudit
                : !audit.IsUnderWay ? CodeErrors.NotWaiting
                : audit.IsSpedUp ? CodeErrors.AlreadySpedUp
                : takeQuota() ? null : CodeErrors.NoSpeedUpLeft;
            audit?.IsSpedUp |= error is null;
            return error;
        },
        counts => counts.SpeedUps++);

    public ApiError? Release() => Change(
        now =>
        {
            var error = _audits.Latest is not { } audit ? CodeErrors.NothingAudited
                : audit.Status != AuditStatus.Approved ? CodeErrors.NotApproved
                : audit.IsReleased ? CodeErrors.AlreadyReleased
                : null;
            return error ?? ReleaseAudited(now);
        },
        counts => counts.Releases++);

    public ApiError? RollBack(long? appVersion) =>
        Change(now => _releases.RollBack(appVersion, now), counts => counts.RollBacks++);

    /// <summary>Shows the approved version to a percentage of users; at 100 it is released.</summary>
    public ApiError? ReleaseInPart(int percentage, bool toTrialUsers, bool toDevelopers) => Change(
        now =>
        {
            if (_releases.Current is null)
            {
                return CodeErrors.NothingOnline;
            }

            if (_audits.Latest is not { Status: AuditStatus.Approved, IsReleased: false } audit)
            {
                return CodeErrors.GrayNotApproved;
            }

            var plan = new GrayPlan(GrayStatus.Running, audit.Version, percentage, now)
            {
                IsForTrialUsers = toTrialUsers,
                IsForDevelopers = toDevelopers,
            };
            return _releases.Raise(plan) ?? (percentage == 100 ? ReleaseAudited(now) : null);
        },
        counts => counts.GrayReleases++);

    public void EndGray()
    {
        lock (_gate)
        {
            _releases.EndGray();
        }
    }

    public ApiError? Show(bool isVisible) => Change(
        _ =>
        {
            if (_releases.Current is null)
            {
                return CodeErrors.VisibilityFixed;
            }

            _isVisible = isVisible;
            return null;
        },
        _ => { });

    public PrivacySetting? Privacy(bool isOnline)
    {
        lock (_gate)
        {
            return isOnline ? _onlinePrivacy : _privacy;
        }
    }

    /// <summary>Sets the privacy guide. It goes online with the next release; the owner's addresses may be changed there at once.</summary>
    public ApiError? SetPrivacy(PrivacySetting setting, bool isOnline) => Change(
        now =>
        {
            if (!isOnline)
            {
                _privacy = setting with { UpdatedAt = now };
                return null;
            }

            _onlinePrivacy = _onlinePrivacy is { } online ? online with { Owner = setting.Owner, UpdatedAt = now } : null;
            return _onlinePrivacy is null ? CodeErrors.NoOnlinePrivacy : null;
        },
        _ => { });

    private ApiError? RefusalOf(CodeSwitches switches, bool usesNoPrivacyApi, DateTimeOffset now)
    {
        var isUndeclared = switches.UndeclaredPrivacyApis.Count + switches.UnpermittedPrivacyApis.Count > 0;
        return _committed is null ? CodeErrors.NothingCommitted
            : now < _scanEnds ? CodeErrors.ScanUnderWay
            : isUndeclared && !usesNoPrivacyApi ? CodeErrors.UndeclaredPrivacy
            : !switches.HasProfile ? CodeErrors.NoProfile
            : _audits.UnderWay is not null ? CodeErrors.AuditUnderWay
            : null;
    }

    private ApiError? ReleaseAudited(DateTimeOffset now)
    {
        _audits.Latest!.IsReleased = true;
        _onlinePrivacy = _privacy;
        _releases.Release(_audits.Latest.Version, now);
        return null;
    }

    private ApiError? Change(Func<DateTimeOffset, ApiError?> change, Action<ProgramCounts> count)
    {
        lock (_gate)
        {
            var error = change(Settle());
            if (error is null)
            {
                count(_counts);
            }

            return error;
        }
    }

    private DateTimeOffset Settle()
    {
        var now = clock.GetUtcNow();
        _audits.Settle(now);
        return now;
    }
}
