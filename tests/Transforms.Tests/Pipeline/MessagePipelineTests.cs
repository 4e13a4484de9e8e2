using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

public sealed class MessagePipelineTests
{
    private readonly List<string> _steps = [];

    [Fact]
    public async Task A_message_goes_in_in_order_and_its_reply_comes_out_in_reverse()
    {
        var pipeline = MessagePipeline.Build([new Step("first", _steps), new Step("second", _steps), new Step("third", _steps)], Backend);

        Assert.Equal(new TextReply("backend third second first"), await InvokeAsync(pipeline));
        Assert.Equal(["first in", "second in", "third in", "backend", "third out", "second out", "first out"], _steps);
    }

    [Fact]
    public async Task A_transform_that_answers_by_itself_ends_the_way()
    {
        var pipeline = MessagePipeline.Build([new Step("first", _steps), new Answering(), new Step("third", _steps)], Backend);

        Assert.Equal(new TextReply("by itself first"), await InvokeAsync(pipeline));
        Assert.Equal(["first in", "first out"], _steps);
    }

    [Fact]
    public async Task Without_transforms_there_is_the_backend()
        => Assert.Equal(new TextReply("backend"), await InvokeAsync(MessagePipeline.Build([], Backend)));

    [Fact]
    public async Task One_pipeline_serves_message_after_message()
    {
        var pipeline = MessagePipeline.Build([new Step("only", _steps)], Backend);

        await InvokeAsync(pipeline);
        await InvokeAsync(pipeline);

        Assert.Equal(["only in", "backend", "only out", "only in", "backend", "only out"], _steps);
    }

    [Fact]
    public async Task Message_and_token_are_handed_on()
    {
        var message = Pushes.Converted();
        using var giveUp = new CancellationTokenSource();
        (MessageContext, CancellationToken) arrived = default;
        var pipeline = MessagePipeline.Build([new Step("only", _steps)], (handedOn, cancellationToken) =>
        {
            arrived = (handedOn, cancellationToken);
            return Backend(handedOn, cancellationToken);
        });

        await pipeline(message, giveUp.Token);

        Assert.Equal((message, giveUp.Token), arrived);
    }

    [Fact]
    public async Task Two_halves_run_like_a_whole_wherever_they_stand()
    {
        var pipeline = MessagePipeline.Build(
            [new TwoHalves("first", _steps), new TwoHalves("second", _steps), new Step("third", _steps), new TwoHalves("fourth", _steps)],
            Backend);

        Assert.Equal(new TextReply("backend fourth third second first"), await InvokeAsync(pipeline));
        Assert.Equal(
            ["first in", "second in", "third in", "fourth in", "backend", "fourth out", "third out", "second out", "first out"], _steps);
    }

    [Theory]
    [InlineData("backend", new[] { "third failed", "second failed", "first failed" })]
    [InlineData("third in", new[] { "second failed", "first failed" })]
    [InlineData("third out", new[] { "second failed", "first failed" })]
    [InlineData("second out", new[] { "first failed" })]
    [InlineData("first in", new string[0])]
    [InlineData("first out", new string[0])]
    public async Task Only_the_transforms_before_the_one_that_throws_learn_of_it(string where, string[] told)
    {
        var pipeline = MessagePipeline.Build(
            [new TwoHalves("first", _steps, where), new TwoHalves("second", _steps, where), new TwoHalves("third", _steps, where)],
            (message, cancellationToken)
                => where == "backend" ? throw new InvalidOperationException(where) : Backend(message, cancellationToken));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await InvokeAsync(pipeline));

        Assert.Equal(where, thrown.Message);
        Assert.Equal(told, _steps.Where(step => step.EndsWith(" failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_transform_that_throws_when_it_learns_of_an_exception_keeps_no_other_from_learning_of_one()
    {
        var pipeline = MessagePipeline.Build(
            [new TwoHalves("first", _steps), new TwoHalves("second", _steps, "second failed"), new TwoHalves("third", _steps, "third out")],
            Backend);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await InvokeAsync(pipeline));

        Assert.Equal("second failed", thrown.Message);
        Assert.Equal(["second failed", "first failed"], _steps[^2..]);
    }

    [Fact]
    public async Task A_transform_that_answers_may_send_the_message_on_behind_its_answer()
    {
        var pipeline = MessagePipeline.Build(
            [new TwoHalves("first", _steps), new AnsweringBefore(_steps), new TwoHalves("third", _steps)], Backend);

        Assert.Equal(new TextReply("by itself first"), await InvokeAsync(pipeline));
        Assert.Equal(["first in", "third in", "backend", "third out", "behind: backend third", "first out"], _steps);
    }

    private ValueTask<Reply> Backend(MessageContext message, CancellationToken cancellationToken)
    {
        _steps.Add("backend");
        return new(new TextReply("backend"));
    }

    private static ValueTask<Reply> InvokeAsync(MessageDelegate pipeline)
        => pipeline(Pushes.Converted(), TestContext.Current.CancellationToken);

    /// <summary>Records its calls, and appends its name to the reply, which must be a text.</summary>
    private sealed class Step(string name, List<string> steps) : IMessageTransform
    {
        public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        {
            steps.Add($"{name} in");
            var reply = (TextReply)await next(message, cancellationToken);
            steps.Add($"{name} out");
            return new TextReply($"{reply.Content} {name}");
        }
    }

    private sealed class Answering : IMessageTransform
    {
        public ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
            => new(new TextReply("by itself"));
    }

    /// <summary>Does the same in two halves, and throws where it is told to.</summary>
    private sealed class TwoHalves(string name, List<string> steps, string? throwsAt = null) : TwoWayTransform
    {
        public override async ValueTask<Reply?> ReceiveAsync(
            MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        {
            await ReachAsync("in");
            return null;
        }

        public override async ValueTask<Reply> SendAsync(MessageContext message, Reply reply)
        {
            await ReachAsync("out");
            return new TextReply($"{((TextReply)reply).Content} {name}");
        }

        public override async ValueTask FailAsync(MessageContext message, Exception exception) => await ReachAsync("failed");

        private async Task ReachAsync(string what)
        {
            await Task.Yield();
            var step = $"{name} {what}";
            steps.Add(step);
            if (step == throwsAt)
            {
                throw new InvalidOperationException(step);
            }
        }
    }

    private sealed class AnsweringBefore(List<string> steps) : TwoWayTransform
    {
        public override async ValueTask<Reply?> ReceiveAsync(
            MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        {
            steps.Add($"behind: {((TextReply)await next(message, cancellationToken)).Content}");
            return new TextReply("by itself");
        }
    }
}
