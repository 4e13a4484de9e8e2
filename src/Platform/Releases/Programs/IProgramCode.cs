using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Programs;

/// <summary>What a release asks and wants of WeChat for one mini program. No call is repeated by whoever carries it out.</summary>
internal interface IProgramCode
{
    /// <summary>Returns the trial version and the live one.</summary>
    ValueTask<WeChatResult<CodeVersions>> VersionsAsync(Account program, CancellationToken cancellationToken);

    /// <summary>Returns the latest audit; <see cref="CodeAudit.None"/> when there was never one.</summary>
    ValueTask<WeChatResult<CodeAudit>> AuditAsync(Account program, CancellationToken cancellationToken);

    /// <summary>Uploads the code of a template as the trial version.</summary>
    ValueTask<WeChatResult> CommitAsync(Account program, CodeCommit commit, CancellationToken cancellationToken);

    /// <summary>Asks for the result of the privacy scan; 61039 while it is under way.</summary>
    ValueTask<WeChatResult> CheckAsync(Account program, CancellationToken cancellationToken);

    /// <summary>Returns the first category of the mini program as an entry of <c>item_list</c>; empty when it has none.</summary>
    ValueTask<WeChatResult<string>> FirstCategoryAsync(Account program, CancellationToken cancellationToken);

    /// <summary>Submits the trial version with a JSON body; returns the id of the audit.</summary>
    ValueTask<WeChatResult<string>> SubmitAsync(Account program, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Withdraws the audit that is under way.</summary>
    ValueTask<WeChatResult> UndoAsync(Account program, CancellationToken cancellationToken);

    /// <summary>Asks for a fast audit.</summary>
    ValueTask<WeChatResult> SpeedUpAsync(Account program, string auditId, CancellationToken cancellationToken);

    /// <summary>Publishes the version that passed the audit, to everybody.</summary>
    ValueTask<WeChatResult> ReleaseAsync(Account program, CancellationToken cancellationToken);

    /// <summary>Publishes it to some of 100 users.</summary>
    ValueTask<WeChatResult> GrayReleaseAsync(Account program, int percentage, CancellationToken cancellationToken);

    /// <summary>Returns how many of 100 users get the new version; 0 when there is no gradual release.</summary>
    ValueTask<WeChatResult<int>> GrayPercentageAsync(Account program, CancellationToken cancellationToken);

    /// <summary>Puts the version before the live one back.</summary>
    ValueTask<WeChatResult> RollBackAsync(Account program, CancellationToken cancellationToken);

    /// <summary>Lets users in or shuts them out.</summary>
    ValueTask<WeChatResult> SetVisitAsync(Account program, bool isOpen, CancellationToken cancellationToken);

    /// <summary>Returns how many audits the platform may still submit; the mini program lends its token.</summary>
    ValueTask<WeChatResult<int>> QuotaAsync(Account program, CancellationToken cancellationToken);
}
