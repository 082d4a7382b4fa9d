// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>
    /// Takes a body block by block, so that it may be larger than any buffer: a firmware image. It is opened for one transfer;
    /// the blocks come in order, each once, and either <see cref="End"/> or <see cref="Abandon"/> is the last call.
    /// </summary>
    public abstract class BodySink
    {
        /// <summary>Takes the next bytes.</summary>
        /// <param name="buffer">Holds them; good until the call returns.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns><see cref="CoapCode.Continue"/>, or the error that ends the transfer.</returns>
        public abstract CoapCode Take(byte[] buffer, int offset, int count);

        /// <summary>The body is whole.</summary>
        /// <returns><see cref="CoapCode.Changed"/>, or an error.</returns>
        public abstract CoapCode End();

        /// <summary>The rest will not come.</summary>
        public abstract void Abandon();
    }
}
