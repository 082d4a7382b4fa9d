// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace LwM2M.Security.Oscore
{
    /// <summary>The value of the OSCORE option (RFC 8613 section 6.1), read in place: what a message says of the context it is protected with.</summary>
    internal sealed class OscoreOption
    {
        /// <summary>The option's number.</summary>
        internal const int Number = 9;

        /// <summary>The longest Partial IV in bytes.</summary>
        internal const int MaximumPartialIv = 5;

        private const int HasContext = 0x10;
        private const int HasKid = 0x08;
        private const int LengthMask = 0x07;

        /// <summary>Where the Partial IV starts.</summary>
        internal int PartialIvAt { get; private set; }

        /// <summary>Its length in bytes, 0 without one.</summary>
        internal int PartialIvLength { get; private set; }

        /// <summary>Where the kid context starts.</summary>
        internal int ContextAt { get; private set; }

        /// <summary>Its length in bytes, -1 without one.</summary>
        internal int ContextLength { get; private set; }

        /// <summary>Where the kid starts.</summary>
        internal int KidAt { get; private set; }

        /// <summary>Its length in bytes, -1 without one.</summary>
        internal int KidLength { get; private set; }

        /// <summary>Reads a value.</summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>False when it is malformed.</returns>
        internal bool Read(byte[] buffer, int at, int count)
        {
            PartialIvLength = 0;
            ContextLength = -1;
            KidLength = -1;
            if (count == 0)
            {
                return true;
            }

            int end = at + count;
            int flags = buffer[at++];
            PartialIvAt = at;
            PartialIvLength = flags & LengthMask;
            at += PartialIvLength;
            if ((flags & ~(HasContext | HasKid | LengthMask)) != 0 || flags == 0 || PartialIvLength > MaximumPartialIv || at > end)
            {
                return false;
            }

            if ((flags & HasContext) != 0)
            {
                if (at >= end || buffer[at] > end - at - 1)
                {
                    return false;
                }

                ContextLength = buffer[at];
                ContextAt = at + 1;
                at += 1 + ContextLength;
            }

            KidAt = at;
            KidLength = (flags & HasKid) != 0 ? end - at : -1;
            return KidLength >= 0 || at == end;
        }

        /// <summary>The length of a value in bytes.</summary>
        /// <param name="partialIv">The number it carries, -1 for none.</param>
        /// <param name="kid">The kid, null for none.</param>
        /// <param name="context">The kid context, null for none.</param>
        /// <returns>Its length.</returns>
        internal static int LengthOf(long partialIv, byte[] kid, byte[] context)
        {
            return partialIv < 0 && kid == null ? 0
                : 1 + (partialIv < 0 ? 0 : LengthOf(partialIv)) + (context == null ? 0 : 1 + context.Length) + (kid == null ? 0 : kid.Length);
        }

        /// <summary>Writes a value.</summary>
        /// <param name="buffer">Receives it.</param>
        /// <param name="at">Where.</param>
        /// <param name="partialIv">The number it carries, -1 for none.</param>
        /// <param name="kid">The kid, null for none.</param>
        /// <param name="context">The kid context, null for none.</param>
        /// <returns>Where the message goes on.</returns>
        internal static int Write(byte[] buffer, int at, long partialIv, byte[] kid, byte[] context)
        {
            if (partialIv < 0 && kid == null)
            {
                return at;
            }

            int length = partialIv < 0 ? 0 : LengthOf(partialIv);
            buffer[at++] = (byte)(length | (context == null ? 0 : HasContext) | (kid == null ? 0 : HasKid));
            for (int i = length - 1; i >= 0; i--)
            {
                buffer[at++] = (byte)(partialIv >> (8 * i));
            }

            if (context != null)
            {
                buffer[at++] = (byte)context.Length;
                Array.Copy(context, 0, buffer, at, context.Length);
                at += context.Length;
            }

            if (kid != null)
            {
                Array.Copy(kid, 0, buffer, at, kid.Length);
                at += kid.Length;
            }

            return at;
        }

        /// <summary>How many bytes a number takes, at least one.</summary>
        /// <param name="number">The number.</param>
        /// <returns>1 to 5.</returns>
        internal static int LengthOf(long number)
        {
            int length = 1;
            while (length < MaximumPartialIv && number >> (8 * length) != 0)
            {
                length++;
            }

            return length;
        }
    }
}
