using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace WxYarpGateway.Gateway.Commands.Releases;

/// <summary>Asks the internal API of a gateway about releases.</summary>
internal sealed class ReleaseClient : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    // A gateway that restarts is back within seconds; the release goes on meanwhile, on other replicas.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(5);

    // The gateway gives a sign of life every five seconds. What is silent for so long is a connection that nobody has told us is dead.
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    private static readonly string[] Failed = ["Failed", "Rejected", "Skipped", "Cancelled"];

    private readonly HttpClient _client;
    private readonly string _releases;

    public ReleaseClient(string url, string platform, string? key)
    {
        _client = new HttpClient { BaseAddress = new Uri(url.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
        _releases = $"platform/{Uri.EscapeDataString(platform)}/releases";
        if (!string.IsNullOrEmpty(key))
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>Files an order; returns the id of the release.</summary>
    public async Task<string> FileAsync(byte[] order, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _releases) { Content = new ByteArrayContent(order) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        using var json = await SendAsync(request, cancellationToken);
        return json.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Returns the release again and again, as it changes; connects anew when the gateway restarts.</summary>
    public async IAsyncEnumerable<(string Json, ReleaseView View)> WatchAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lost = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var answer = await TryWatchAsync(id, cancellationToken);
            if (answer is not null)
            {
                lost = TimeProvider.System.GetTimestamp();
                await using var stream = new ReadTimeoutStream(await answer.Content.ReadAsStreamAsync(cancellationToken), ReadTimeout);
                await using var events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (await TryNextAsync(events))
                {
                    lost = TimeProvider.System.GetTimestamp();
                    if (events.Current.EventType == "release")
                    {
                        yield return (events.Current.Data, ReleaseView.Read(events.Current.Data));
                    }
                }
            }

            if (TimeProvider.System.GetElapsedTime(lost) > LongestAbsence)
            {
                throw new ReleaseRefusedException($"No gateway answers at {_client.BaseAddress}. The release goes on once one does.");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Returns the mini programs that are not where the order wants them, by what is wrong.</summary>
    public async Task<IReadOnlyList<FailureGroup>> FailuresAsync(string id, CancellationToken cancellationToken)
    {
        var groups = new List<FailureGroup>();
        foreach (var state in Failed)
        {
            for (var after = ""; ;)
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Get,
                    $"{_releases}/{Uri.EscapeDataString(id)}/items?state={state}&limit=500&after={Uri.EscapeDataString(after)}");
                using var page = await SendAsync(request, cancellationToken);
                groups.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(item => Read(item, state)));
                if (page.RootElement.GetProperty("next").GetString() is not { } next)
                {
                    break;
                }

                after = next;
            }
        }

        // Texts of WeChat end in an id of the call, so one errcode is one reason.
        return [.. groups.GroupBy(one => (one.State, one.ErrorCode, one.ErrorCode is null ? one.Sentence : ""))
            .Select(group => group.First() with { AppIds = [.. group.SelectMany(one => one.AppIds)] })
            .OrderByDescending(group => group.AppIds.Count)];
    }

    public void Dispose() => _client.Dispose();

    private static FailureGroup Read(JsonElement item, string state) => new(
        state,
        item.TryGetProperty("errcode", out var code) ? code.GetInt32() : null,
        TextIn(item, "sentence") + TextIn(item, "reason") + TextIn(item, "why"),
        TextIn(item, "cure"),
        [item.GetProperty("appid").GetString()!]);

    private static string TextIn(JsonElement item, string name) => item.TryGetProperty(name, out var text) ? text.GetString()! : "";

    private static async Task<bool> TryNextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The gateway stopped; the next one shows the release from where it is then.
            return false;
        }
    }

    private async Task<HttpResponseMessage?> TryWatchAsync(string id, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            var answer = await _client.GetAsync(
                $"{_releases}/{Uri.EscapeDataString(id)}/events", HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                return answer.StatusCode >= HttpStatusCode.InternalServerError ? null : throw await RefusedAsync(answer, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            using var answer = await _client.SendAsync(request, limit.Token);
            return answer.IsSuccessStatusCode
                ? JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(limit.Token))
                : throw await RefusedAsync(answer, limit.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var reason = exception is HttpRequestException ? exception.Message.TrimEnd('.') : "it takes too long";
            throw new ReleaseRefusedException($"No gateway answers at {_client.BaseAddress}: {reason}.");
        }
    }

    private static async Task<ReleaseRefusedException> RefusedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            var message = json.RootElement.GetProperty("errmsg").GetString();
            return new ReleaseRefusedException($"The gateway refused ({(int)answer.StatusCode}): {message}");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new ReleaseRefusedException($"Whatever answers there is no gateway: status {(int)answer.StatusCode}.");
        }
    }
}
