// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Model
{
    /// <summary>
    /// Where values wait that could not be delivered, with the time they were taken. The client fills it, sends what is in it once
    /// the server is reached again, and has it written into the record of its state.
    /// </summary>
    public abstract class ReportStore
    {
        /// <summary>How many bytes of a record it takes; 0 when nothing waits.</summary>
        public abstract int Length { get; }

        /// <summary>How many moments' values were given up for want of room since this was asked last.</summary>
        /// <returns>A count.</returns>
        public abstract int TakeDropped();

        /// <summary>Keeps values of one moment.</summary>
        /// <param name="values">Opened, before the first; each names its whole path.</param>
        /// <param name="seconds">When they were taken, in seconds of the device's clock.</param>
        public abstract void Add(ResourceReader values, long seconds);

        /// <summary>Writes what is to be sent next, and holds it to be under way.</summary>
        /// <param name="writer">Carries times and whole paths.</param>
        /// <param name="buffer">Receives the payload.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="capacity">How long it may be.</param>
        /// <param name="nowSeconds">The device's clock; times of a clock that is not set are told as seconds ago.</param>
        /// <returns>Its length in bytes; 0 when not even one value fits.</returns>
        public abstract int Write(ResourceWriter writer, byte[] buffer, int offset, int capacity, long nowSeconds);

        /// <summary>What <see cref="Write"/> wrote last has arrived: it need not be kept.</summary>
        public abstract void OnDelivered();

        /// <summary>Makes room: of what waits, every second moment goes.</summary>
        /// <returns>False when there is nothing to give up.</returns>
        public abstract bool Thin();

        /// <summary>Writes everything into a record, <see cref="Length"/> bytes.</summary>
        /// <param name="record">The record.</param>
        /// <param name="at">Where.</param>
        public abstract void Save(byte[] record, int at);

        /// <summary>Takes up what <see cref="Save"/> wrote; what makes no sense is dropped.</summary>
        /// <param name="record">The record.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="length">Its length.</param>
        public abstract void Load(byte[] record, int at, int length);

        /// <summary>Another, empty one: each server has its own.</summary>
        /// <returns>A store.</returns>
        public abstract ReportStore NewOne();
    }
}
