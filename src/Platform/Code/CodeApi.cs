using WxYarpGateway.Platform.Code.Answers;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Platform.Code;

/// <summary>
/// Manages the code of one mini program at a time, in the name of the platform that it authorized. Nothing that changes something is sent
/// twice, except with another token when WeChat refused the first.
/// </summary>
/// <remarks><see cref="CodeErrors"/> says what WeChat's errors mean, per call.</remarks>
public sealed partial class CodeApi
{
    private readonly WeChatCalls _calls;

    internal CodeApi(WeChatCalls calls) => _calls = calls;

    /// <summary>Asks where a mini program stands, by three calls at once.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<CodeVersions> VersionsAsync(Account authorizer, CancellationToken cancellationToken)
    {
        var versions = VersionInfoAsync(authorizer, cancellationToken).AsTask();
        var audit = LatestAuditAsync(authorizer, cancellationToken).AsTask();
        var visits = VisitStatusAsync(authorizer, cancellationToken).AsTask();
        await Task.WhenAll(versions, audit, visits);
        return new CodeVersions(await versions, await audit, await visits);
    }

    /// <summary>Asks what is released, and what was committed last.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<VersionInfo>> VersionInfoAsync(Account authorizer, CancellationToken cancellationToken) =>
        ReadAsync(authorizer, CodeCalls.VersionInfo, CodeJson.Empty, CodeAnswers.Versions, cancellationToken);

    /// <summary>Asks how the last audit stands; null when nothing was ever submitted.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<LatestAudit?>> LatestAuditAsync(Account authorizer, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(authorizer, CodeCalls.LatestAudit, null, CodeAnswers.Audit, cancellationToken);
        if (answer.TryGet(out var audit, out var error))
        {
            return audit;
        }

        return error.ErrorCode == CodeErrors.NoAudit ? (WeChatResult<LatestAudit?>)(LatestAudit?)null : error;
    }

    /// <summary>Asks whether users can open a mini program.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult<VisitStatus>> VisitStatusAsync(Account authorizer, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(authorizer, CodeCalls.VisitStatus, CodeJson.Empty, cancellationToken);
        if (!answer.TryGet(out var body, out var error))
        {
            return error;
        }

        using var fields = JsonFields.Parse(body);
        return fields is not null && CodeAnswers.Visits(fields) is { } status ? status : Unusable(CodeCalls.VisitStatus);
    }

    /// <summary>Asks what WeChat's scan of the committed code found; errcode 61039 while it goes on.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<PrivacyCheck>> PrivacyCheckAsync(Account authorizer, CancellationToken cancellationToken) =>
        ReadAsync(authorizer, CodeCalls.PrivacyCheck, null, CodeAnswers.Privacy, cancellationToken);

    /// <summary>Asks how far a gray release is.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<GrayPlan>> GrayPlanAsync(Account authorizer, CancellationToken cancellationToken) =>
        ReadAsync(authorizer, CodeCalls.GrayPlan, null, CodeAnswers.Gray, cancellationToken);

    /// <summary>Asks to which versions a mini program can return: none after it returned once.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<VersionHistory>> HistoryAsync(Account authorizer, CancellationToken cancellationToken) =>
        ReadAsync(
            authorizer,
            CodeCalls.History.ToCall() with { Query = [new("action", "get_history_version")] },
            CodeCalls.History,
            CodeAnswers.History,
            cancellationToken);

    /// <summary>Asks how many audits the platform may still submit.</summary>
    /// <param name="authorizer">Any account in the platform's care; the answer is the same for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<AuditQuota>> QuotaAsync(Account authorizer, CancellationToken cancellationToken) =>
        ReadAsync(authorizer, CodeCalls.Quota, null, CodeAnswers.Quota, cancellationToken);

    /// <summary>Returns WeChat's list of the pages of the committed code, as WeChat wrote it: <c>{"page_list":[…]}</c>.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> PagesAsync(Account authorizer, CancellationToken cancellationToken) =>
        SendAsync(authorizer, CodeCalls.Pages, null, cancellationToken);

    /// <summary>Returns WeChat's list of the categories that an audit may name, as WeChat wrote it: <c>{"category_list":[…]}</c>.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> CategoriesAsync(Account authorizer, CancellationToken cancellationToken) =>
        SendAsync(authorizer, CodeCalls.Categories, null, cancellationToken);

    /// <summary>Returns the privacy guidelines (用户隐私保护指引), as WeChat wrote them.</summary>
    /// <param name="authorizer">The mini program's account.</param>
    /// <param name="version">Which: 1 for those in force, 2 for those that the next release brings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> PrivacyAsync(
        Account authorizer, int version, CancellationToken cancellationToken) =>
        SendAsync(
            authorizer, CodeCalls.GetPrivacy, CodeJson.Of(json => json.WriteNumber("privacy_ver"u8, version)), cancellationToken);

    private static WeChatError Unusable(CodeCall call) =>
        new(null, ErrorClass.Busy, $"WeChat's answer to {call.Path} lacks what was asked for.");

    private ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendAsync(
        Account account, CodeCall call, ReadOnlyMemory<byte>? json, CancellationToken cancellationToken) =>
        _calls.SendAsync(account, call.ToCall() with { Json = json }, cancellationToken);

    private ValueTask<WeChatResult<T>> ReadAsync<T>(
        Account account,
        CodeCall call,
        ReadOnlyMemory<byte>? json,
        Func<JsonFields, T?> read,
        CancellationToken cancellationToken)
        where T : class =>
        ReadAsync(account, call.ToCall() with { Json = json }, call, read, cancellationToken);

    private async ValueTask<WeChatResult<T>> ReadAsync<T>(
        Account account, WeChatCall sent, CodeCall call, Func<JsonFields, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await _calls.SendAsync(account, sent, cancellationToken);
        if (!answer.TryGet(out var body, out var error))
        {
            return error;
        }

        using var fields = JsonFields.Parse(body);
        return fields is not null && read(fields) is { } value ? value : Unusable(call);
    }
}
